"""How streets are called: by a word after the name, before it, or grown into it. Lower case."""

from hark.triage.personal_data.word_set import word_set

AFTER_SURE = word_set(
    """
    street avenue ave road rd boulevard blvd lane terrace crescent parkway highway hwy drive
    """
)
AFTER = AFTER_SURE | word_set(
    """
    st av dr drv ln way court ct crt place pl square sq cres close pkwy circle cir gardens grove hill
    mews walk row rise quay parade esplanade turnpike trail loop alley heights nagar marg chowk caddesi
    cad sokak sokağı sok sk bulvarı blv mahallesi mah tér tere utca utcája u út útja körút köz sor krt
    straße strasse str allee platz weg gasse straat laan plein gracht kade gata gatan väg vägen vej gade
    allé plads katu tie polku terrasse
    """
)
NUMBER_LAST = word_set(
    """
    caddesi cad sokak sokağı sok sk bulvarı blv mahallesi mah tér tere utca utcája u út útja körút köz
    sor krt straße strasse str allee platz weg gasse straat laan plein gracht kade gata gatan väg vägen
    vej gade allé plads katu tie polku kuja terrasse gate veg vei
    пр проспект пер переулок шоссе наб набережная ул улица бульвар пл площадь
    """
)
"""Of these the ones whose house number follows."""
BEFORE_SURE = word_set(
    """
    calle avenida avda paseo carretera carrera travesía pasaje rue avenue boulevard chemin impasse viale
    piazza piazzale vicolo rua travessa praça praca alameda ul ulica aleja osiedle ulice náměstí ул
    улица проспект переулок бульвар шоссе jalan شارع λεωφόρος οδός πλατεία carrer avinguda rúa
    """
)
BEFORE = BEFORE_SURE | word_set(
    """
    c av plaza camino ctra cra ronda callejón bd place allée allee quai cours route square via corso
    largo strada contrada borgo r estrada rodovia al os pl plac str calea пр пл наб jl طريق λ λεωφ κ
    """
)
GROWN = (
    *("straße", "strasse", "str", "gasse", "allee", "straat", "laan", "plein", "gracht", "kade", "singel"),
    *(
        "gatan",
        "gata",
        "vägen",
        "vej",
        "vejen",
        "veien",
        "gade",
        "gaten",
        "stræde",
        "backen",
        "gränd",
        "stigen",
    ),
    *(
        "katu",
        "tie",
        "kuja",
        "polku",
        "raitti",
        "vegur",
        "stræti",
        "strætið",
        "braut",
        "vegen",
        "weg",
        "platz",
        "graben",
        "damm",
        "ufer",
        "chaussee",
        "steig",
    ),
)
BEFORE_GROWN = word_set(
    "van de den der het oude nieuwe sint alte neue obere untere große kleine lange gamla nya stora lilla"
)
NOT_GROWN = word_set(
    """
    sitzplatz arbeitsplatz parkplatz stellplatz fensterplatz gangplatz rückweg hinweg necktie
    """
)
PARTICLES = word_set(
    """
    de du des la le les l d del della delle dei degli di da do dos das y e und von van der den het 't of
    the zu zur zum am an im auf unter i w z na pod św sv
    """
)
NOT_AFTER = word_set(
    """
    hours hour hrs hr minutes minute min mins days day weeks week months month years year times people
    persons x pm am of km miles stars points euros dollars stunden minuten tage jahre horas minutos días
    heures jours ore minuti giorni dni godzin saat gün dakika timmar uur dagen
    """
)
