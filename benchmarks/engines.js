// One engine for templates in Word, in a process of its own: reads how many times to fill, fills once more than that, and
// answers with the mean CPU time in ms of all but the first.
//
//     node engines.js ENGINE TEMPLATE.docx DATA.json FOLDER
//
// Each fills from a template that lies in memory, in the cheapest way that its documentation gives.
"use strict";
const fs = require("fs");
const path = require("path");
const readline = require("readline");

const [engine, templateFile, dataFile, folder] = process.argv.slice(2);
const template = fs.readFileSync(templateFile);
const data = JSON.parse(fs.readFileSync(dataFile, "utf8"));

const fill = {
  docxtemplater() {
    const PizZip = require("pizzip");
    const Docxtemplater = require("docxtemplater");
    return async () => {
      const document = new Docxtemplater(new PizZip(template), { paragraphLoop: true, linebreaks: true });
      document.render(data);
      return document.getZip().generate({ type: "nodebuffer", compression: "DEFLATE" });
    };
  },
  carbone() {
    const carbone = require("carbone");
    // Carbone takes a path, and reads the file anew each time; it has no other way in.
    return () => new Promise((resolve, reject) =>
      carbone.render(templateFile, data, (error, result) => (error ? reject(error) : resolve(result))));
  },
  "easy-template-x"() {
    const { TemplateHandler } = require("easy-template-x");
    const handler = new TemplateHandler();
    return () => handler.process(template, data);
  },
}[engine]();

let filled = 0;

async function write() {
  fs.writeFileSync(path.join(folder, `${filled++}.docx`), await fill());
}

async function answer() {
  for await (const times of readline.createInterface({ input: process.stdin })) {
    await write();
    const before = process.cpuUsage();
    for (let count = 0; count < Number(times); count++) {
      await write();
    }
    const used = process.cpuUsage(before);
    console.log(((used.user + used.system) / 1000 / Number(times)).toFixed(3));
  }
  process.exit(0);
}

answer();
