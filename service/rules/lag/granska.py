"""All the checks of the law, in their order: the one way in for `flow`, and the table that docs/lagen.md is made of."""

from __future__ import annotations

from service.model.granskning import Allvar, Granskning, Granskningsunderlag
from service.rules.lag import arenden, efterat, kallelse, lista
from service.rules.lag.frister import frister
from service.rules.lag.regel import Regel

REGLER: tuple[Regel, ...] = (
    Regel(
        "R-KL01",
        "5 kap. 13 § KL",
        "Är fullmäktiges sammanträde tillkännagivet på anslagstavlan minst en vecka före sammanträdesdagen?",
        "hinder när det är för sent; varning sista dagen, och när det skedde exakt en vecka före",
        "Tillkännage i tid, eller bestäm en ny dag.",
        kallelse.check_announced,
    ),
    Regel(
        "R-KL02",
        "5 kap. 15 § KL",
        "Är varje ledamot och varje ersättare kallad inom samma frist, med sätt och tid antecknade för var och en?",
        "hinder när någon inte är nådd, när det är ovisst, och när det var för sent; varning om en annan väg än "
        "arbetsordningens, eller om ersättare saknas",
        "Nå den som saknas på annat sätt och anteckna det, eller bestäm en ny dag.",
        kallelse.check_called,
    ),
    Regel(
        "R-KL03",
        "5 kap. 14–15 §§ KL",
        "Är varje brådskande ärende tillkännagivet, och alla informerade, senast vardagen närmast före?",
        "hinder när det är för sent; varning så länge det återstår, och när sista dagen är arbetsfri",
        "Sätt upp ett eget tillkännagivande och skicka en tilläggskallelse, eller vänta med ärendet.",
        kallelse.check_urgent,
    ),
    Regel(
        "R-KL04",
        "5 kap. 13–14, 52 §§ KL",
        "Är föredragningslistan den som tillkännagavs: inget borta, inget omnumrerat, och det nya brådskande?",
        "hinder när något är borta, har fått annat nummer eller ska beslutas fast det tillkommit utan att vara "
        "brådskande; varning om en "
        "ändrad rubrik, eller om det som skickas borde heta tilläggskallelse",
        "Låt det som inte ska tas upp stå kvar som utgår, och lägg det nya sist som brådskande.",
        lista.check_kept,
    ),
    Regel(
        "R-KL05",
        "5 kap. 13, 15 §§ KL",
        "Säger tillkännagivandet rätt dag, klockslag, plats och ärenden?",
        "hinder",
        "Rätta och tillkännage på nytt, inom fristen.",
        lista.check_says,
    ),
    Regel(
        "R-KL06",
        "5 kap. 22 § KL",
        "Får den som har väckt ärendet göra det?",
        "hinder när en bolagsstyrelse väckt det utan fullmäktiges beslut; varning när det inte framgår eller "
        "inte stämmer",
        "Låt ärendet gå genom styrelsen, eller rätta uppgiften.",
        arenden.check_raised,
    ),
    Regel(
        "R-KL07",
        "5 kap. 26–34 §§ KL",
        "Är beslutsärendet berett, och har styrelsen fått yttra sig; eller gäller ett undantag?",
        "hinder för beslut, motioner och medborgarförslag utan beredning; varning för redovisningar, och när styrelsen "
        "inte har hörts; upplysning om 33 §",
        "Ange beredningen, eller det undantag som gäller.",
        arenden.check_prepared,
    ),
    Regel(
        "R-KL08",
        "6 kap. 38 § KL",
        "Följs nämndens framställning av nämndens eget beslut, med protokollsutdrag?",
        "hinder när protokollsutdrag saknas helt; varning när de är färre än rapporterna",
        "Bifoga protokollsutdraget.",
        arenden.check_decided,
    ),
    Regel(
        "R-KL09",
        "8 kap. 14–16 a §§ KL",
        "Finns budget, årsredovisning och revisionsberättelse på webbplatsen från tillkännagivandet?",
        "hinder för budgeten när sammanträdet är tillkännagivet; annars varning",
        "Publicera, och skriv adressen i publiceringslank.",
        arenden.check_shown,
    ),
    Regel(
        "R-KL10",
        "11 kap. 21 §, 5 kap. 24 § KL",
        "Står årsredovisningen före ansvarsfriheten, och tas den upp före juli?",
        "hinder om ordningen; varning om tiden",
        "Lägg årsredovisningen först.",
        arenden.check_ordered,
    ),
    Regel(
        "R-KL11",
        "5 kap. 69 §, 8 kap. 12 § KL",
        "Är protokollet justerat inom 14 dagar, tillkännagivet inom 2 och uppe i tre veckor?",
        "hinder när anslaget tas ned för tidigt; annars varning; upplysning om dagarna efter sammanträdet",
        "Justera och tillkännage i tid; låt anslaget sitta uppe.",
        efterat.check_minutes,
    ),
    Regel(
        "R-KL12",
        "8 kap. 10–11 §§ KL",
        "Är det som sätts upp på anslagstavlan av de slag som lagen räknar upp, och den offentliga utgåvan?",
        "hinder; varning när ett anslag tas ned före sammanträdet",
        "Ta ned det som inte får vara där.",
        efterat.check_board,
    ),
    Regel(
        "R-KL13",
        "5 kap. 35 § KL",
        "Är motioner och medborgarförslag äldre än ett år anmälda till fullmäktige?",
        "varning",
        "Anmäl förseningen inom året.",
        arenden.check_year,
    ),
    Regel(
        "R-KL14",
        "5 kap. 9 §, 11 kap. 10–11 §§ KL",
        "Finns mandatperioden, är målen omprövade efter valet, och fastställs valårets budget av nyvalda fullmäktige?",
        "hinder när mandatperioden saknas eller budgeten tas upp för tidigt ett valår; varning om äldre mål; "
        "upplysning om budget efter november",
        "Uppdatera ramverket; ta upp budgeten efter den 15 oktober.",
        efterat.check_term,
    ),
)
_ORDER = tuple(Allvar)


def granska(underlag: Granskningsunderlag) -> Granskning:
    """Every remark about a meeting, the gravest first, each severity in the order of the rules."""
    found = [one for regel in REGLER for one in regel.check(underlag)]
    found.sort(key=lambda one: _ORDER.index(one.allvar))
    return Granskning(underlag.dag, frister(underlag), tuple(found))
