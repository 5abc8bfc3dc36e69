"""How this room words its faults: always one `TemplateError`, with the template's name and the place in it."""

from __future__ import annotations

from dataclasses import replace

from service.errors import Problem, TemplateError

REMEDIES = {
    "template_missing": "Lägg mallen på plats, eller välj en annan mall.",
    "template_changed": "Lägg tillbaka den rätta filen, eller lägg till den ändrade som en ny version.",
    "template_version_unknown": "Välj en version som finns: ”samlad mall lista” visar dem.",
    "template_version_taken": "Ge den nya versionen ett nummer och ett datum som följer efter de versioner som finns.",
    "template_broken": "Öppna mallen i Word och spara den på nytt som .docx.",
    "template_manifest_invalid": "Rätta filen mall.toml.",
    "template_syntax": "Rätta taggen i Word-mallen.",
    "template_forbidden": "Använd bara fält, punkt, filter, jämförelser, for och if.",
    "template_missing_field": "Rätta fältets namn i Word-mallen; fälten förklaras i mall.toml.",
    "template_filter_value": "Rätta filtret i Word-mallen, eller värdet i underlaget.",
    "template_style_missing": "Lägg till formatmallen i Word-mallen, eller ange en annan i mall.toml.",
    "template_result_broken": "Ge for/endfor och if/endif egna stycken ({%p) eller tabellrader ({%tr).",
}


def template_fault(code: str, message: str, path: str = "", remedy: str = "") -> TemplateError:
    """Return the error with one problem; the remedy follows from the code unless one is given."""
    return TemplateError(Problem(code, message, path, remedy or REMEDIES[code]))


def placed(error: TemplateError, source: str, place: str) -> TemplateError:
    """Return the error with the template's name and the place added where they are not known yet."""
    return TemplateError(
        *(replace(p, path=p.path or place, source=p.source or source) for p in error.problems),
    )
