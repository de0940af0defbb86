"""Needs and offers in everyday wording, judged as an adviser at the service office would.

Written before the lexicon was closed and used to find its gaps. Every offer is possible for every need (same place, all formats), which leaves
the ranking to the texts alone. Grades as in the exchange format: 3 call both today, 2 good,
1 possible with changes; pairs that are not listed have grade 0.
"""

OFFERS: dict[str, tuple[str, str]] = {
    "steuerbuero": (
        "Zwei Nachmittage im Monat für Vereine",
        "Unser Steuerbüro hilft kleinen Trägern beim Monatsabschluss, beim Sortieren der Belege und "
        "bei Fragen vom Finanzamt. Lohn machen wir nicht.",
    ),
    "lohn": (
        "Gehaltsabrechnung erklärt",
        "Wir rechnen die Gehälter für 200 Handwerksbetriebe ab und zeigen Ihrer Verwaltung, wie das "
        "mit Sozialversicherung und Minijobs geht.",
    ),
    "konzerncontroller": (
        "Controllerinnen auf Zeit",
        "Kostenstellen, Planung, Monatsberichte: Wir bauen mit Ihnen eine Übersicht, aus der die "
        "Geschäftsleitung sieht, wo das Geld bleibt.",
    ),
    "antragsprofi": (
        "Geld von Stiftungen holen",
        "Ich schreibe seit zwanzig Jahren Projektanträge und schaue mir Ihren Entwurf gern an.",
    ),
    "arbeitsanwalt": (
        "Sprechstunde Arbeitsverträge",
        "Fachanwältin für Arbeitsrecht beantwortet Fragen zu Befristungen, Überstunden und Kündigungen.",
    ),
    "vereinsnotar": (
        "Vereine gründen und ändern",
        "Wir begleiten Sie beim Eintrag ins Vereinsregister und lesen Ihre Satzung Korrektur.",
    ),
    "versicherungsmakler": (
        "Sind Sie richtig versichert?",
        "Ein Makler sieht Ihre Policen durch und sagt, was doppelt ist und was fehlt.",
    ),
    "recruiting": (
        "Stellenanzeigen, auf die sich jemand meldet",
        "Unsere Personalabteilung überarbeitet Ihre Ausschreibungen und erklärt, wo man heute "
        "Fachkräfte findet.",
    ),
    "fuehrung": (
        "Werkstatt für junge Leitungen",
        "Zwei Tage zu Feedback, Delegieren und schwierigen Gesprächen, Plätze frei für "
        "Führungskräfte aus sozialen Einrichtungen.",
    ),
    "mediation": (
        "Streit im Kollegium klären",
        "Ausgebildete Mediatorin begleitet Teams, in denen man sich aus dem Weg geht.",
    ),
    "betriebsarzt": (
        "Erste Hilfe am Kind",
        "Unsere Betriebssanitäter üben mit Ihrem Personal Wiederbelebung und Wundversorgung.",
    ),
    "rueckenfit": (
        "Gesund durch den Arbeitsalltag",
        "Physiotherapeut zeigt Übungen gegen Verspannung und gibt Tipps gegen Stress.",
    ),
    "agentur": (
        "Kampagne für einen guten Zweck",
        "Kreativagentur entwickelt für einen Verein im Jahr Idee, Slogan und Werbemittel.",
    ),
    "grafik": (
        "Logo und Flyer",
        "Grafikerin gestaltet Ihnen ein Faltblatt oder frischt das alte Logo auf.",
    ),
    "web": (
        "Internetauftritt neu aufsetzen",
        "Wir programmieren barrierearme Webseiten und übergeben sie so, dass Sie sie selbst pflegen.",
    ),
    "presse": (
        "So kommt Ihr Verein ins Blatt",
        "Ehemaliger Redakteur übt mit Ihnen, Pressetexte zu schreiben und Journalisten anzurufen.",
    ),
    "insta": (
        "Instagram für Einsteiger",
        "Unser Social-Media-Team zeigt, wie man Reels dreht und einen Redaktionsplan führt.",
    ),
    "film": (
        "Ein Film über Ihre Arbeit",
        "Kleines Videoteam dreht zwei Tage bei Ihnen und schneidet einen Clip von drei Minuten.",
    ),
    "edvhilfe": (
        "Wenn der Computer streikt",
        "Unsere Techniker richten Rechner, Drucker und Netzwerk ein und kommen dafür vorbei.",
    ),
    "datenbank": (
        "Schluss mit Excel-Listen",
        "Wir bauen eine kleine Datenbank für Ihre Mitglieder oder Spender.",
    ),
    "dsgvo": (
        "Datenschutz ohne Angst",
        "Unser Datenschutzbeauftragter erklärt Einwilligungen, Aufbewahrungsfristen und was bei "
        "Fotos zu beachten ist.",
    ),
    "security": (
        "Schutz vor Hackern",
        "Wir testen, wie sicher Ihre Passwörter und Datensicherungen sind, und schulen gegen "
        "betrügerische Mails.",
    ),
    "projektplan": (
        "Projekte in den Griff bekommen",
        "Zertifizierte Projektmanagerin hilft mit Zeitplan, Aufgabenverteilung und Meilensteinen.",
    ),
    "qm": (
        "Handbuch statt Chaos",
        "Qualitätsbeauftragte unseres Werks hilft, Abläufe aufzuschreiben und das QM-Audit zu bestehen.",
    ),
    "wirkung": (
        "Wirkt das, was Sie tun?",
        "Marktforscher entwickelt mit Ihnen einen Fragebogen und wertet ihn aus.",
    ),
    "strategie": (
        "Wohin in fünf Jahren?",
        "Unternehmensberaterin moderiert einen Klausurtag zu Leitbild und Zukunft des Trägers.",
    ),
    "architekt": (
        "Umbauberatung",
        "Architekturbüro schaut sich Ihr Haus an, zeichnet Vorschläge und schätzt die Baukosten.",
    ),
    "maler": (
        "Frische Farbe für Ihre Räume",
        "Zehn Auszubildende unseres Malerbetriebs streichen an einem Tag bis zu drei Zimmer.",
    ),
    "gartentag": (
        "Teamtag im Grünen",
        "Zwanzig Kolleginnen und Kollegen legen Beete an, schneiden Hecken und bauen Hochbeete.",
    ),
    "energie": (
        "Heizkosten senken",
        "Energieberater der Stadtwerke geht durchs Haus und sagt, was sich lohnt.",
    ),
    "mentoren": (
        "Azubis brauchen jemanden",
        "Berufserfahrene begleiten junge Menschen ein Jahr lang beim Start in die Ausbildung, als "
        "Mentorin oder Mentor.",
    ),
    "bewerbung": (
        "Vorstellungsgespräch üben",
        "Unsere Personalerinnen spielen mit Jugendlichen echte Gespräche durch und prüfen Mappen.",
    ),
    "praktikum": (
        "Zwei Wochen Tischlerei",
        "Bei uns können Jugendliche mitarbeiten und herausfinden, ob Holz etwas für sie ist.",
    ),
    "besuch": (
        "Blick in die Fabrik",
        "Schulklassen und Jugendgruppen bekommen eine Führung durch die Montage.",
    ),
    "deutsch": (
        "Deutsch sprechen beim Tee",
        "Mitarbeiterinnen treffen sich wöchentlich mit Zugewanderten zum Reden und Üben.",
    ),
    "nachhilfe": (
        "Ingenieure erklären Bruchrechnung",
        "Wir helfen Schülern bei Mathe und Physik, zwei Nachmittage die Woche.",
    ),
    "coden": (
        "Kinder bauen ihr eigenes Spiel",
        "Programmierkurs mit Scratch, Geräte bringen wir mit.",
    ),
    "finanzcheck": (
        "Was kostet das Leben?",
        "Bankkaufleute sprechen mit Jugendlichen über Konto, Schulden und den ersten Mietvertrag.",
    ),
    "fussball": (
        "Kicken mit Profis",
        "Unsere Betriebsmannschaft trainiert eine Saison lang mit Kindern aus dem Stadtteil.",
    ),
    "bandraum": (
        "Musik machen",
        "Instrumentenbauer bringt Trommeln mit und gibt einen Workshop.",
    ),
    "kueche": (
        "Gemeinsam den Kochlöffel schwingen",
        "Unsere Kantinenköche bereiten mit Ihrer Gruppe ein gesundes Mittagessen zu.",
    ),
    "labor": (
        "Chemie zum Anfassen",
        "Laborantinnen führen mit Grundschulkindern ungefährliche Versuche durch.",
    ),
    "fest": (
        "Wir planen Ihr Jubiläum mit",
        "Eventagentur übernimmt Ablauf, Bühne und Technik bei Ihrer Feier.",
    ),
    "buffet": (
        "Häppchen gespendet",
        "Partyservice liefert einmal im Jahr Essen für bis zu 80 Gäste.",
    ),
    "umzug": (
        "Lkw mit Fahrer",
        "Spedition fährt samstags Ihren Umzug und packt mit an.",
    ),
    "bus": (
        "Kleinbus am Wochenende",
        "Unseren Neunsitzer leihen wir für Ausflüge kostenlos aus.",
    ),
    "betten": (
        "Betten und Schränke abzugeben",
        "Aus einer Hotelauflösung, gut erhalten, Matratzen inklusive.",
    ),
    "bueromoebel": (
        "Schreibtische übrig",
        "Wir ziehen um: 20 Tische, 30 Drehstühle und Aktenschränke suchen ein Zuhause.",
    ),
    "laptops": (
        "15 gebrauchte Notebooks",
        "Frisch aufgesetzt, mit Netzteil, drei Jahre alt.",
    ),
    "saal": (
        "Tagungsetage am Wochenende",
        "Samstags stehen unsere Seminarräume mit Beamer leer und können genutzt werden.",
    ),
    "werkzeug": (
        "Holz und Werkzeug",
        "Baumarkt spendet Bretter, Schrauben und Akkuschrauber für Bauprojekte.",
    ),
    "kontakte": (
        "Türöffner in die Wirtschaft",
        "Der Unternehmerverband stellt Sie Geschäftsführern vor, die zu Ihrem Vorhaben passen.",
    ),
}

# By name: title, description, and the grades of the offers that fit.
NEEDS: dict[str, tuple[str, str, dict[str, int]]] = {
    "belege": (
        "Zettelwirtschaft",
        "Unsere Vereinsbuchhaltung ist liegen geblieben. Drei Ordner voller Quittungen, und niemand "
        "weiß, wie man sie verbucht.",
        {"steuerbuero": 3},
    ),
    "gehalt": (
        "Wer versteht unsere Lohnzettel?",
        "Seit wir zwei Teilzeitkräfte und einen Minijobber haben, verzweifelt der Vorstand an den "
        "Abrechnungen.",
        {"lohn": 3},
    ),
    "zahlen": (
        "Am Monatsende fehlt immer Geld",
        "Wir merken zu spät, wenn ein Projekt aus dem Ruder läuft, und brauchen eine einfache "
        "Kostenübersicht für die Leitung.",
        {"konzerncontroller": 3, "steuerbuero": 1},
    ),
    "foerderung": (
        "Antrag bei einer Stiftung",
        "Unser Musikprojekt soll weitergehen, die Förderung läuft aus. Wer liest gegen?",
        {"antragsprofi": 3},
    ),
    "befristet": (
        "Dürfen wir noch einmal befristen?",
        "Der Vertrag einer Kollegin endet im Juni, die Projektstelle geht weiter.",
        {"arbeitsanwalt": 3},
    ),
    "satzung": (
        "Neuer Vereinszweck",
        "Die Mitglieder wollen den Zweck erweitern, das Amtsgericht hat Rückfragen.",
        {"vereinsnotar": 3},
    ),
    "haftung": (
        "Was passiert, wenn etwas passiert?",
        "Auf der Kletterwand, im Bus, beim Sommerfest: Wir wissen nicht, ob unsere Haftpflicht reicht.",
        {"versicherungsmakler": 3},
    ),
    "erzieher": (
        "Auf unsere Anzeige meldet sich niemand",
        "Seit Monaten suchen wir zwei Erzieherinnen und bekommen keine Bewerbungen.",
        {"recruiting": 3},
    ),
    "neuechefin": (
        "Plötzlich Gruppenleitung",
        "Zwei Kolleginnen führen jetzt ihr altes Team und tun sich mit klaren Ansagen schwer.",
        {"fuehrung": 3, "mediation": 1},
    ),
    "krach": (
        "Im Team herrscht Eiszeit",
        "Nach einem heftigen Konflikt spricht die Nachtschicht nicht mehr mit dem Tagdienst. Wir "
        "suchen eine neutrale Begleitung, bitte keine Rechtsberatung.",
        {"mediation": 3, "fuehrung": 1},
    ),
    "ersthelfer": (
        "Ersthelfer auffrischen",
        "Zwölf Mitarbeitende müssen bis Ostern nachweisen, dass sie helfen können, wenn ein Kind stürzt.",
        {"betriebsarzt": 3},
    ),
    "ausgelaugt": (
        "Viele Krankmeldungen",
        "Unsere Leute sind erschöpft, der Rücken tut weh. Was können wir vorbeugend tun?",
        {"rueckenfit": 3},
    ),
    "flyer": (
        "Unser Faltblatt ist von 1998",
        "Inhalt steht, wir brauchen jemanden, der es schön macht.",
        {"grafik": 3, "agentur": 1},
    ),
    "homepage": (
        "Webseite veraltet",
        "Die Seite lässt sich auf dem Handy nicht lesen, und keiner hat mehr das Passwort.",
        {"web": 3},
    ),
    "zeitung": (
        "Die Lokalpresse kennt uns nicht",
        "Zum Jubiläum wollen wir in die Zeitung und haben noch nie eine Meldung geschrieben.",
        {"presse": 3},
    ),
    "kanaele": (
        "Junge Leute erreichen wir nicht mehr",
        "Wir haben nur Aushänge. Jemand soll uns zeigen, wie man auf Insta und TikTok ansprechend "
        "unterwegs ist.",
        {"insta": 3, "agentur": 1, "film": 1},
    ),
    "drucker": (
        "Nichts druckt",
        "Im Buero faellt staendig das Netz aus, und der Drucker wird nicht gefunden.",
        {"edvhilfe": 3},
    ),
    "adressen": (
        "Fünf Listen, fünf Wahrheiten",
        "Unsere Mitgliederverwaltung besteht aus Tabellen, die nicht zusammenpassen.",
        {"datenbank": 3},
    ),
    "fotos": (
        "Bilder von Kindern veröffentlichen",
        "Reicht die Unterschrift der Mutter? Wir brauchen eine saubere Einverständniserklärung.",
        {"dsgvo": 3},
    ),
    "virus": (
        "Nach dem Angriff",
        "Letzten Monat war alles verschlüsselt. Wie sichern wir uns ab?",
        {"security": 3, "edvhilfe": 1},
    ),
    "ablaeufe": (
        "Jeder macht es anders",
        "Aufnahme, Übergabe, Beschwerden: Wir möchten unsere Prozesse beschreiben, das Jugendamt "
        "verlangt ein Qualitätshandbuch.",
        {"qm": 3},
    ),
    "evaluation": (
        "Nachweisen, was unsere Arbeit bringt",
        "Der Geldgeber will Ergebnisse sehen. Wie befragt man Jugendliche richtig?",
        {"wirkung": 3},
    ),
    "klausur": (
        "Wie geht es weiter mit dem Verein?",
        "Der Vorstand ist über siebzig, die Nachfolge ungeklärt. Wir brauchen einen Tag, um gemeinsam "
        "nach vorn zu denken.",
        {"strategie": 3},
    ),
    "dachboden": (
        "Ausbau des Dachbodens",
        "Darf man da Gruppenräume einrichten, und was würde das kosten?",
        {"architekt": 3},
    ),
    "flur": (
        "Grauer Flur",
        "Der Eingang sieht aus wie ein Finanzamt. Wir wünschen uns Leute, die mit den Kindern pinseln.",
        {"maler": 3},
    ),
    "hof": (
        "Der Hof ist eine Wüste",
        "Wir möchten mit Hilfe von Freiwilligen Sträucher setzen und einen Kräutergarten anlegen.",
        {"gartentag": 3},
    ),
    "gas": (
        "Unsere Gasrechnung hat sich verdoppelt",
        "Das Haus ist von 1960, die Fenster sind undicht.",
        {"energie": 3, "architekt": 1},
    ),
    "patin": (
        "Jemand, der bleibt",
        "Für Jugendliche in der Lehre suchen wir Erwachsene, die sie länger begleiten und ihnen Mut "
        "machen.",
        {"mentoren": 3},
    ),
    "absagen": (
        "Vor dem Gespräch zittern die Knie",
        "Unsere Zehntklässler bewerben sich um Lehrstellen und möchten proben, was Chefs fragen.",
        {"bewerbung": 3, "mentoren": 1},
    ),
    "schnuppern": (
        "Praktikumsstelle gesucht",
        "Ein 16-Jähriger ist handwerklich begabt und möchte in einen Betrieb reinschnuppern.",
        {"praktikum": 3, "besuch": 1},
    ),
    "sprache": (
        "Mütter wollen Deutsch lernen",
        "Viele kommen aus Syrien und trauen sich nicht zu sprechen.",
        {"deutsch": 3},
    ),
    "mathe": (
        "Fünf in Mathe",
        "Drei Mädchen aus der Wohngruppe brauchen vor der Abschlussprüfung Unterstützung beim Lernen.",
        {"nachhilfe": 3},
    ),
    "schulden": (
        "Die ersten eigenen Rechnungen",
        "Unsere 18-Jährigen schließen Handyverträge ab, die sie nicht bezahlen können. Eine Stunde über "
        "den Umgang mit Geld wäre Gold wert.",
        {"finanzcheck": 3},
    ),
    "kochen": (
        "Nudeln mit Ketchup",
        "In der Wohngruppe kann keiner kochen. Wer zeigt, wie man einfach und gesund für acht Leute "
        "etwas auf den Tisch bringt? Wir brauchen kein Catering.",
        {"kueche": 3},
    ),
    "forscher": (
        "Warum ist der Himmel blau?",
        "Unsere Hortkinder wollen experimentieren, wir Erzieherinnen haben davon keine Ahnung.",
        {"labor": 3},
    ),
    "jubilaeum": (
        "50 Jahre Jugendhaus",
        "Im Herbst feiern wir mit 200 Gästen. Wer hilft bei Planung und Ablauf?",
        {"fest": 3, "buffet": 2},
    ),
    "transport": (
        "Die Wohngruppe zieht um",
        "Möbel von sechs Zimmern müssen quer durch die Stadt, wir haben nur einen Kombi.",
        {"umzug": 3, "bus": 1},
    ),
    "einrichtung": (
        "Zwei Jugendliche ziehen ein",
        "Das Zimmer hat noch nichts, worin man schlafen oder Kleidung verstauen kann.",
        {"betten": 3},
    ),
    "rechner": (
        "Homeschooling ohne Geräte",
        "Acht Jugendliche teilen sich einen Computer. Wir würden uns über tragbare Rechner freuen.",
        {"laptops": 3},
    ),
    "seminarraum": (
        "Ort für unsere Fortbildung",
        "Wir brauchen an einem Samstag Platz für 25 Leute mit Leinwand.",
        {"saal": 3},
    ),
    "netzwerk": (
        "Kontakt zu Betrieben",
        "Wir kennen in der Wirtschaft niemanden und wünschen uns, dass uns jemand bei Firmen vorstellt.",
        {"kontakte": 3},
    ),
    "hund": (
        "Therapiehund gesucht",
        "Wir wünschen uns für die Wohngruppe regelmäßig Besuch mit einem ausgebildeten Hund.",
        {},
    ),
    "imker": (
        "Bienen aufs Dach",
        "Wer stellt bei uns Bienenstöcke auf und erklärt den Kindern das Imkern?",
        {},
    ),
    "zahnarzt": (
        "Zahnputzschule",
        "Eine Zahnärztin soll unseren Vorschulkindern die Angst vor dem Bohrer nehmen.",
        {},
    ),
    "naehen": (
        "Alte Kleider, neue Taschen",
        "Unsere Mädchengruppe möchte nähen lernen, Maschinen sind da.",
        {},
    ),
}
