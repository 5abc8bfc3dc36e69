"""The codes of forms to fill in. A part of `service/codes.py`."""

from __future__ import annotations

from collections.abc import Mapping

BLANKETT: Mapping[str, str] = {
    "form_not_available": "Det finns ingen blankett för dokumenttypen.",
    "form_not_recognised": "Filen är inte en blankett från Samlad.",
    "output_exists": "Filen som blanketten skulle skrivas till finns redan.",
    "last_year_not_found": "Förra årets rapport finns inte där den skulle ligga.",
    "form_field_unknown": "Ett svar står vid en fråga som inte finns i blanketten.",
    "form_field_twice": "Samma fråga har två olika svar.",
    "form_table_unknown": "En tabell hör inte till blanketten.",
    "form_columns_missing": "En tabells kolumnrubriker går inte att känna igen.",
    "form_key_unknown": "En rad säger inte vilken rad i ett annat blad den hör till.",
    "form_content_not_supported": "Ett svar innehåller en bild, tabell eller fotnot.",
    "form_cell_error": "En cell visar ett fel i stället för ett värde.",
    "form_text_not_read": "En text står utanför svarsrutorna och läses inte.",
    "form_label_guessed": "En ändrad rubrik är läst som den närmast liknande.",
    "form_list_flattened": "En lista med fler än två nivåer är läst som två.",
    "form_comments_not_read": "Kommentarer i filen läses inte.",
    "form_percent_read": "Ett tal i en procentformaterad cell är läst som det visas.",
    "form_hidden_text_not_read": "Dold text i ett svar läses inte.",
    "form_strike_not_kept": "Överstruken text i ett svar är läst som vanlig text.",
    "form_rows_repeated": "En lista har poster som är likadana.",
    "form_formula_without_value": "En formels resultat är inte sparat i filen.",
    "tracked_changes_accepted": "Spårade ändringar är lästa som om de vore godkända.",
}
