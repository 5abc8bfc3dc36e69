// One engine for templates in Word, in a process of its own: reads how many times to fill, answers with the mean CPU time in ms.
//
//     node engines.js ENGINE TEMPLATE.docx DATA.json TARGET.docx
//
// Each fills from a template that lies in memory, in the cheapest way that its documentation gives.
"use strict";
const fs = require("fs");
const readline = require("readline");

const [engine, templateFile, dataFile, target] = process.argv.slice(2);
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
    // Carbone takes a path, and keeps what it has read of it.
    return () => new Promise((resolve, reject) =>
      carbone.render(templateFile, data, (error, result) => (error ? reject(error) : resolve(result))));
  },
  "easy-template-x"() {
    const { TemplateHandler } = require("easy-template-x");
    const handler = new TemplateHandler();
    return () => handler.process(template, data);
  },
}[engine]();

async function answer() {
  for await (const times of readline.createInterface({ input: process.stdin })) {
    const before = process.cpuUsage();
    for (let count = 0; count < Number(times); count++) {
      fs.rmSync(target, { force: true });
      fs.writeFileSync(target, await fill());
    }
    const used = process.cpuUsage(before);
    console.log(((used.user + used.system) / 1000 / Number(times)).toFixed(3));
  }
  process.exit(0);
}

answer();
