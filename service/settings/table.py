"""All settings, by subject."""

from __future__ import annotations

from service.settings.setting import Setting


def _code(name: str, does: str) -> Setting:
    """How FGS writes the code of an organisation or person: its kind, a colon, and the code."""
    return Setting(name, "", does, shape=r"(?:ORG|PERS|LOKAL):[^\s:]+|", example="ORG:2120001439")


CONVERSION = (
    Setting("ramverk", "", "sökväg till styrmodellens ramverk (JSON) när indatafilen inte själv anger ett"),
    Setting(
        "mallar", "", "mapp för mallversioner som kansliet lägger till; tomt: programmets mapp templates"
    ),
    Setting("cache", "", "mapp för färdiga konverteringar; tomt: ~/.cache/samlad"),
    Setting(
        "cache_mb",
        2000,
        "hur stor den mappen får vara, i megabyte; det som är äldst oanvänt tas bort efteråt",
    ),
    Setting("soffice", "", "sökväg till LibreOffice; tomt: sök på PATH"),
    Setting("soffice_python", "", "den Python som har LibreOffice-modulen uno; tomt: /usr/bin/python3"),
    Setting("konverterare", 2, "antal LibreOffice-processer som hålls varma"),
    Setting("konvertering_sekunder", 120, "längsta tid för en konvertering"),
    Setting("konverteringar_per_process", 150, "antal dokument innan en LibreOffice-process byts ut"),
    Setting("java", "", "sökväg till Java, som prövar PDF/A och PDF/UA; tomt: sök på PATH"),
    Setting(
        "verapdf_minne_mb", 1024, "största minne för prövningen av PDF/A och PDF/UA, i megabyte", minimum=128
    ),
    Setting("validering_sekunder", 600, "längsta tid för en prövning av PDF/A och PDF/UA"),
    Setting(
        "pdfa_bilagor",
        "konvertera",
        "vad som görs med en bilaga som inte är PDF/A: behall, konvertera eller raster",
        choices=("behall", "konvertera", "raster"),
    ),
    Setting("ghostscript", "", "sökväg till Ghostscript, som kan göra om bilagor; tomt: sök på PATH"),
    Setting("omgorning_sekunder", 300, "längsta tid för att göra om en bilaga till PDF/A"),
    Setting("ocr", "nej", "läs in text på inskannade sidor: ja eller nej", choices=("ja", "nej")),
    Setting("ocr_sprak", "swe", "språk för textläsningen, som Tesseract kallar dem: swe eller swe+eng"),
    Setting("ocr_sekunder", 60, "längsta tid för textläsning, för varje sida"),
    Setting("ocrmypdf", "", "sökväg till OCRmyPDF; tomt: sök på PATH"),
    Setting("prova_bilagor", "ja", "pröva bilagornas PDF/A och PDF/UA: ja eller nej", choices=("ja", "nej")),
    Setting(
        "publiceringsgranskning",
        "krav",
        "den offentliga utgåvan: krav (byggs när allt som hittats är beslutat), varna (byggs ändå) eller av",
        choices=("krav", "varna", "av"),
    ),
)
"""What makes the documents: LibreOffice, the judge of PDF/A and PDF/UA, reading of scanned pages."""
LIMITS = (
    Setting("max_indata_mb", 20, "största indatafil (JSON), i megabyte"),
    Setting("max_bilaga_mb", 200, "största bilaga, i megabyte"),
    Setting(
        "max_uppackad_mb",
        500,
        "största uppackade storlek för en Word-, Excel-, PowerPoint- eller ODT-fil, i megabyte",
    ),
    Setting("max_sidor_bilaga", 2000, "flest sidor i en bilaga"),
    Setting("max_sidor_paket", 10000, "flest sidor i ett paket"),
    Setting("max_bildpunkter", 200_000_000, "flest bildpunkter i en bild"),
    Setting("triage_sekunder", 60, "längsta tid för att granska en bilaga; varje sida ger en sekund till"),
    Setting("triage_mb", 2000, "mest minne för att granska en bilaga, i megabyte", minimum=300),
    Setting("clamd", "", "viruskontroll: sökväg till clamds socket, eller tcp://värd:3310; tomt: ingen"),
    Setting("clamd_sekunder", 60, "längsta tid för ett svar från clamd"),
    Setting(
        "clamd_borta",
        "vagra",
        "om clamd inte svarar: vagra filen, eller slapp_in den med en notis",
        choices=("vagra", "slapp_in"),
    ),
    Setting("max_djup", 60, "djupaste nästling i en JSON-fil"),
)
"""What comes from outside: how much of it, and who looks at it."""
LAW = (
    Setting(
        "marginal_dagar",
        0,
        "extra dagar före den vecka som kommunallagen kräver för anslag och kallelse: 0 eller 1",
        minimum=0,
        maximum=1,
    ),
    Setting(
        "kallelse_dagar",
        7,
        "minsta antal dagar mellan kallelse och fullmäktiges sammanträde enligt arbetsordningen",
        minimum=7,
    ),
    Setting(
        "namnd_dagar",
        0,
        "minsta antal dagar mellan kallelse och sammanträde i styrelse och nämnder enligt reglementena; 0: ingen frist",
        minimum=0,
    ),
    Setting(
        "kallelse_kanaler",
        "",
        "sätt att kalla som arbetsordningen godtar, av e_post, brev, system och bud; tomt: alla",
    ),
)
"""What the law and the municipality's own rules ask of a meeting."""
POST = (
    Setting("smtp_server", "", "e-postserver som kallelser skickas genom; tomt: inga e-postbrev"),
    Setting("smtp_port", 587, "e-postserverns port"),
    Setting(
        "smtp_tls",
        "starttls",
        "hur förbindelsen med e-postservern skyddas: starttls, tls eller nej",
        choices=("starttls", "tls", "nej"),
    ),
    Setting("smtp_fran", "", "adress som kallelser skickas från"),
    Setting("smtp_anvandare", "", "användarnamn hos e-postservern; tomt: ingen inloggning"),
    Setting("smtp_losenord_fil", "", "fil vars första rad är lösenordet hos e-postservern"),
    Setting("smtp_sekunder", 30, "så länge väntar Samlad på e-postservern"),
    Setting(
        "utskick_innehall",
        "lank",
        "vad en kallelse med e-post bär: lank, publik eller intern (utgåvan bifogas)",
        choices=("lank", "publik", "intern"),
    ),
    Setting("utskick_lank", "", "adress till handlingarna i kallelsen; {mote} byts mot sammanträdets id"),
    Setting("utskick_max_mb", 15, "största bilagda utgåva i ett e-postbrev, i megabyte"),
    Setting("studs_max_mb", 25, "största fil med ett leveransbesked (studs), i megabyte"),
    Setting(
        "utskick_vanta_sekunder",
        120,
        "väntan innan brev som servern inte tog emot skickas igen; sedan dubbelt",
    ),
)
"""How a kallelse goes out."""
SERVICE = (
    Setting("data", "", "tjänstens mapp för databas och filer; tomt: ~/.local/share/samlad"),
    Setting(
        "databas", "", "databasens adress, till exempel postgresql+psycopg://…; tomt: SQLite i tjänstens mapp"
    ),
    Setting("fillager", "", "fillagrets adress: s3://… eller az://…; tomt: en mapp i tjänstens mapp"),
    Setting("ko", "", "jobbköns adress, redis://…; tomt: SQLite i tjänstens mapp"),
    Setting("adress", "127.0.0.1", "adress som tjänsten lyssnar på"),
    Setting("port", 8000, "port som tjänsten lyssnar på"),
    Setting("processer", 2, "antal processer som svarar på anrop"),
    Setting("arbetare", 1, "antal jobb som byggs samtidigt"),
    Setting(
        "livstecken_sekunder",
        60,
        "så länge får ett jobb vara utan livstecken innan en annan arbetare tar det",
    ),
    Setting("jobbforsok", 5, "antal försök för ett jobb vars fel kan gå över"),
)
"""Where the service keeps what it has, and how it answers."""
LOGINS = (
    Setting("session_minuter", 480, "så länge gäller en inloggning"),
    Setting("inloggningsforsok", 10, "antal misslyckade inloggningar innan kontot spärras"),
    Setting("sparrtid_minuter", 15, "så länge spärras ett konto"),
    Setting(
        "publik_adress", "", "tjänstens adress utifrån, som https://samlad.kommun.se; för OpenID Connect"
    ),
    Setting("openid_utfardare", "", "utfärdarens adress i OpenID Connect; tomt: bara lokala konton"),
    Setting("openid_klient", "", "tjänstens klient-id hos utfärdaren"),
    Setting(
        "openid_hemlighet", "", "sökväg till en fil med klientens hemlighet; tomt: en klient utan hemlighet"
    ),
    Setting("openid_omfattning", "openid profile", "det som tjänsten frågar utfärdaren om (scope)"),
    Setting("openid_namn", "preferred_username", "det krav i utfärdarens intyg som blir användarnamn"),
    Setting(
        "openid_roller", "", "sökväg till TOML-fil med krav och roller; tomt: administratören ger roller"
    ),
    Setting("openid_klocka_sekunder", 60, "så mycket får utfärdarens klocka skilja sig", minimum=0),
    Setting("openid_sekunder", 10, "längsta tid för ett svar från utfärdaren"),
    Setting(
        "proxyer", 0, "antal egna proxyservrar framför tjänsten, vars uppgift om avsändare gäller", minimum=0
    ),
    Setting(
        "offentligt",
        "nej",
        "visa det offentliga diariet och det utgivna utan inloggning: ja eller nej",
        choices=("ja", "nej"),
    ),
    Setting(
        "offentligt_per_minut",
        120,
        "flest anrop i minuten från en adress utan inloggning, för varje process",
        minimum=1,
    ),
    Setting("matning", "lokal", "vem som får läsa /matning: lokal eller alla", choices=("lokal", "alla")),
)
"""How long a login lasts, and who else may vouch for a person."""
DIARY = (
    Setting("diarium", "inbyggt", "vem som ger diarienummer", choices=("inbyggt", "fil", "sif", "rest")),
    Setting("diarium_adress", "", "adressen till ett diarium utanför (sif eller rest), https://…"),
    Setting("diarium_nyckel", "", "nyckeln till ett diarium utanför"),
    Setting("diarium_mapp", "", "mappen som ett diarium utanför läser (fil)"),
    Setting("diarium_sekunder", 30, "längsta väntan på svar från ett diarium utanför"),
)
"""A diary outside."""
ARCHIVE = (
    Setting("arkivbildare", "", "arkivbildarens namn i leveranser; tomt: myndigheten som har ärendena"),
    _code("arkivbildare_kod", "arkivbildarens kod, till exempel ORG:2120001439"),
    Setting("arkivleverantor", "", "levererande organisation; tomt: arkivbildaren"),
    _code("arkivleverantor_kod", "levererande organisations kod; tomt: arkivbildarens"),
    Setting("arkivmottagare", "", "e-arkivet som tar emot leveranser"),
    _code("arkivmottagare_kod", "e-arkivets kod, till exempel ORG:2220002965"),
    Setting("arkivkontakt", "", "den som svarar på frågor om en leverans"),
    Setting("arkivkontakt_epost", "", "kontaktens e-postadress"),
    Setting("arkivkontakt_telefon", "", "kontaktens telefon"),
    Setting("leveransoverenskommelse", "", "leveransöverenskommelsens beteckning"),
    Setting("tidigare_overenskommelse", "", "den tidigare överenskommelsens beteckning"),
    Setting("arkivreferenskod", "", "arkivets referenskod"),
    Setting("tidigare_referenskod", "", "arkivets tidigare referenskod"),
    Setting("arkivnamn", "", "arkivets namn"),
    Setting(
        "klassificeringsstruktur", "", "klassificeringsstrukturens namn och version, till exempel Klassa 2.1"
    ),
    Setting("eark_python", "", "den Python som har eark-validator; tomt: .venv/eark, som make eark gör"),
    Setting(
        "sigill",
        "nej",
        "försegla paket när de ges ut, och PDF-filer på väg till e-arkivet: ja eller nej",
        choices=("ja", "nej"),
    ),
    Setting("sigill_nyckel", "", "sökväg till nyckeln för elektroniska sigill (PKCS#12)"),
    Setting("sigill_losenord_fil", "", "sökväg till filen med nyckelns lösenord"),
    Setting("sigill_betrodda", "", "mapp med certifikat (PEM) som underskrifter prövas mot"),
)
"""Deliveries to the e-archive, and seals."""
LOOK = (
    Setting("sakra_kakor", "ja", "skicka kakor bara över https: ja eller nej", choices=("ja", "nej")),
    Setting("kommun", "", "kommunens namn på webbsidan; tomt: det som ramverket anger"),
    Setting("logotyp", "", "sökväg till kommunens logotyp (SVG eller PNG), som visas överst på webbsidan"),
    Setting("farg", "#1c4f63", "kommunens färg på webbsidan, som #rrggbb", shape=r"#[0-9a-fA-F]{6}"),
    Setting("kontakt", "", "vart den som har frågor vänder sig; står i sidfoten"),
    Setting("sidfot", "", "en mening till i sidfoten, till exempel om personuppgifter"),
    Setting(
        "del_storlek_mb",
        0,
        "förvald största storlek på paketets delar, i megabyte; 0: en enda fil",
        minimum=0,
    ),
)
"""How the page looks, and what stands in it."""
SETTINGS: tuple[Setting, ...] = (
    *CONVERSION,
    *LIMITS,
    *LAW,
    *POST,
    *SERVICE,
    *LOGINS,
    *DIARY,
    *ARCHIVE,
    *LOOK,
)
