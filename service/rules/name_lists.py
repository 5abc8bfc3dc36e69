"""Common first names in Sweden, and how surnames end: what the name finder knows. Made by hand, and far from whole."""

from __future__ import annotations

_FIRST = """
    Abdi Abdullah Adam Adrian Agnes Agneta Ahmed Aino Albert Albin Aleksandra Alexander Alexandra Alf Alfred
    Ali Alice Alicia Alma Alva Alvin Amanda Amina Amir Anders Andrea Andreas Angelica Anita Ann Ann-Christin
    Ann-Marie Ann-Sofie Anna Anna-Karin Anna-Lena Anna-Maria Anne Anneli Annelie Annette Annica Annika Anton
    Antonia Arne Arvid Asta Astrid August Aurora Axel Barbro Bengt Benjamin Bertil Birgit Birgitta Bjarne
    Björn Bo Britt Britt-Marie Börje Camilla Carin Carina Carl Carl-Johan Carola Carolina Caroline Caspar
    Catarina Cecilia Charlie Charlotta Charlotte Christer Christian Christina Christoffer Claes Clara Conny
    Dag Dagny Dan Daniel Daniela David Denis Dennis Diana Ebba Eddie Edith Edvin Edward Eivor Elias Elin
    Elina Elis Elisabet Elisabeth Ella Elle Ellen Elliot Elof Elsa Elsie Elvira Emanuel Emelie Emil Emilia
    Emma Emmy Enar Erica Erik Erika Ernst Ester Eva Eva-Lena Evelina Fabian Fadi Fatima Felicia Felix Filip
    Filippa Folke Frank Frans Fred Fredrik Fredrika Frej Freja Frida Gabriel Gabriella Georg Gerd Gerda Gert
    Gertrud Gita Gottfrid Greta Gudrun Gun Gunborg Gunilla Gunnar Gunnel Gustaf Gustav Göran Gösta Hanna
    Hannah Hannes Hans Harald Harriet Harry Hassan Hedda Hedvig Helen Helena Helene Helga Helge Henning
    Henrik Henrika Henry Herman Hilda Hilma Holger Hugo Hussein Ibrahim Ida Ines Inez Inga Inga-Lill
    Ingalill Inge Ingegerd Ingela Ingemar Inger Ingmar Ingrid Ingvar Irene Iris Irma Isa Isabella Isabelle
    Isak Ivan Ivar Jack Jacob Jakob Jamila Jan Jan-Erik Jan-Olof Janne Jari Jasmine Jennifer Jenny Jens
    Jesper Jessica Jim Jimmy Joacim Joakim Joar Joel Johan Johanna Johannes John Johnny Jon Jonas Jonatan
    Jonathan Jonna Josef Josefin Josefine Juan Judit Julia Julian Jörgen Kaj Kajsa Kalle Karim Karin Karl
    Karl-Erik Karolina Katarina Katja Kennet Kenneth Kent Kerstin Kevin Khaled Kim Kjell Klara Klas Knut
    Konrad Kristian Kristin Kristina Kristoffer Kurt Lars Lars-Erik Lars-Göran Lars-Olof Lea Leif Leila
    Lejla Lena Lennart Leo Leon Leona Liam Lilian Lillemor Lilly Lina Linda Linn Linnea Linnéa Linus Lisa
    Lisbet Lisbeth Liselott Liselotte Lotta Louis Louise Love Lovisa Lucas Lucia Ludvig Lukas Lydia
    Magdalena Magnus Maj Maj-Britt Maja Malin Malte Manne Marcus Margareta Margaretha Margit Maria Mariam
    Marianne Marie Marie-Louise Marika Marina Marita Markus Marlene Matilda Mats Mattias Maud Max Maximilian
    Mehmet Melissa Melker Melvin Mia Michael Michaela Miguel Mikael Mikaela Milla Milo Milton Mira Miriam
    Moa Mohamed Mohammad Mohammed Mona Monica Monika Morgan Muhammad Märit Märta Måns Nadia Nadja Natalie
    Nathalie Nellie Nicklas Niclas Nicole Niklas Nikolaj Nils Nina Noah Noel Nora Nour Ola Olga Oliver
    Olivia Olle Olof Olov Omar Orvar Oscar Oskar Osman Otto Ove Patric Patrick Patrik Paul Paula Paulina
    Pelle Per Per-Erik Per-Olof Pernilla Peter Petra Petter Pia Pierre Pontus Rachid Ragnar Ragnhild Rakel
    Ralf Rasmus Rebecca Rebecka Reza Richard Rickard Rikard Robert Robin Roger Roland Rolf Ronja Ronny Rosa
    Roy Rune Rut Ruth Saga Said Salma Sam Samir Samira Samuel Sandra Sara Sarah Sebastian Selma Sigge Signe
    Sigrid Sigvard Simon Siri Siv Sixten Sofia Sofie Solveig Sonja Sophie Stefan Stella Stellan Sten Stig
    Stina Sture Sune Susann Susanna Susanne Svante Svea Sven Sven-Erik Sven-Olof Tage Tanja Tea Ted Tekla
    Teodor Teresa Terese Theo Theodor Therese Thomas Thor Thorsten Tiina Tilda Tilde Tim Tina Tobias Tom
    Tomas Tommy Tony Tor Torbjörn Tord Tore Torsten Tove Tuva Tyra Ulf Ulla Ulla-Britt Ulrica Ulrik Ulrika
    Urban Ursula Valdemar Valter Vanja Vera Verner Veronica Victor Victoria Vidar Viggo Viktor Viktoria
    Vilda Vilgot Vilhelm Vilma Vincent Viola Viveka Vivianne Walter Wilhelm William Wilma Yasmin Ylva Yngve
    Yusuf Yvonne Zahra Zainab Zara Åke Åsa Åse Örjan Östen
"""
_NO = """
    Kommun Kommunen Kommunfullmäktige Kommunstyrelsen Nämnden Förvaltning Förvaltningen Avdelning Enhet
    Skola Skolan Förskola Förskolan Centrum Torg Torget Park Parken Gata Gatan Väg Vägen Plan Bilaga Ärende
    Sida Tabell Figur AB HB Region Länsstyrelsen Bolag Bolaget Sverige Göteborg Stockholm Kungälv
    Trollhättan Ale Nödinge Nol Surte Älvängen Alafors Skepplanda Bohus Alvhem Januari Februari Mars April
    Maj Juni Juli Augusti September Oktober November December Måndag Tisdag Onsdag Torsdag Fredag Lördag
    Söndag Den Det En Ett De Han Hon Vi Ni Som Och Men Att När Om För Med Från Till Vid Av På Kan Ska Har Är
    Var Blir Inte Budget Mål Kvarteret Fastigheten Utredare Ordförande Ledamot
"""
FIRST_NAMES = frozenset(_FIRST.split())
NO_NAMES = frozenset(_NO.split())
"""Words that begin with a capital and belong to no name."""
SURNAME_ENDINGS = (
    "sson", "sdotter", "gren", "kvist", "qvist", "ström", "blad", "strand", "lund", "lind", "blom", "dahl", "stedt",
    "mark", "löf", "löv", "borg", "felt", "feldt", "skog", "sjö", "sköld", "hjelm", "hielm", "crantz", "lander",
    "linder", "ling", "man", "mann", "holm", "roth", "rooth", "berg", "green", "ovic", "ović", "ic", "ić", "zadeh",
)  # fmt: skip
PARTIES = frozenset({"S", "M", "SD", "V", "C", "L", "KD", "MP", "FI", "AD", "FA", "-"})
