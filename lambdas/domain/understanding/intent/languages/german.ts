import type { Vocabulary } from '../vocabulary.ts';
import { germanIdioms } from './idioms/german.ts';

/** German. */
export const german: Vocabulary = {
  code: 'de',
  hasUmlauts: true,
  frequent: `
    der die das und in zu den ist von mit sich des auf für nicht ein eine einen dem als auch es an werden aus er hat
    dass sie nach wird bei einer um am sind noch wie einem über so zum haben nur oder aber vor zur bis mehr durch ihr
    ihre ihrer ihrem ihnen wir uns mir mich ich du dich bitte danke vielen dank leider kein keine keinen ja nein hallo
    guten tag sehr geehrte geehrter herr frau grüße freundlichen grüßen mfg gerne gern dafür daran wann welche warum
    ihren unser unsere unserer mein meine meiner schon bereits war wäre können könnten möchte möchten hätten würde
    würden wenn weil da jetzt mal zeit gibt machen
  `,
  idioms: germanIdioms,
  words: {
    not: 'nicht, kein*, nie, niemals, niemand*, nichts, ohne, weder, nein, keinesfalls, keineswegs, nimmer, kaum, nee',
    'not more': `
      nicht länger, nicht mehr, nicht weiter, keine weiteren, keine weitere, keinerlei weitere, nie wieder, nie mehr,
      nichts mehr, kein weiteres, keinen weiteren
    `,
    'not can': 'kann nicht, können nicht, unmöglich',
    more: `
      mehr, weitere, weiteren, weiterer, weiteres, weiterhin, wieder, künftig, zukünftig, in zukunft, nochmal,
      noch einmal, länger, ab sofort, nochmals, fürderhin
    `,
    yet: 'noch, bisher, bislang, immer noch, noch immer',
    past: `
      wurde, wurden, hatte, hatten, habe .. bekommen, haben .. bekommen, habe .. erhalten, haben .. erhalten,
      angekommen, gekommen, habe bekommen, habe erhalten, erhielt*, bekamen
    `,
    i: 'ich, wir, man',
    me: 'mich, mir, uns, mein unternehmen, unsere firma',
    my: 'mein, meine, meinen, meiner, meinem, meines, unser, unsere, unseren, unserer, unserem, unseres',
    you: 'sie, du, ihr, ihnen, dir, euch',
    they: `
      kunde, kunden, nutzer, mitarbeiter, kollegin, kollege, kollegen, teilnehmer, aussteller, mitglieder, empfänger,
      leser, er
    `,
    please: `
      so freundlich, so nett, liebenswürdig, bitte, bitten, ersuche, fordere, sofort, umgehend, unverzüglich, fordern,
      hiermit, ersuchen, darum
    `,
    polite: `
      nehmen .. auf, nehme .. auf, nimm .. auf, aufnehmen, aufzunehmen, deshalb, daher, deswegen, also, somit,
      nach rücksprache, nach interner, nach prüfung, nach langer, nach reiflicher, danke, vielen, dank, leider, hallo,
      guten, tag, herzlichen, besten, gruß, grüße, sorry, sehr, geehrte, geehrter, herr, frau, moin, tut, leid, da,
      hier, das, aber, schade, bedaure, dafür, ihr, angebot, ihre, mail, anfrage, so, auch
    `,
    want: `
      möchte*, will, wollen, wünsche*, würde gern*, würden gern*, hätte gern*, hätten gern*, verlange*, wünscht,
      beabsichtigen, vorhaben, wollte*, legen wert
    `,
    can: 'hätten sie die, wären sie so, kann, können, könnte*, würden, dürfen, darf, dürfte, kannst, könntest, lässt',
    ensure: `
      sorgen sie dafür, stellen sie sicher, sicherstellen, achten sie darauf, sorgt dafür, dafür sorgen, veranlassen
    `,
    how: 'wie, wann, welche, welcher, welches, wo, woher, wer, was',
    but: 'sondern, nur leider',
    however: 'aber, jedoch, allerdings, doch, dennoch, trotzdem, bloß, hingegen, gleichwohl, indes',
    although: 'obwohl, auch wenn, zwar, obgleich, wenngleich, selbst wenn',
    if: 'wenn, falls, sobald, sofern, ob, sollten wir, sollte sich, bevor',
    because: 'weil, denn',
    and: 'und, sowie, oder, bzw',
    that: 'dass, daß, damit',
    unsubscribe: `
      abmelden, abmeldung, abbestellen, abbestelle*, abbestellung, austragen, austragung, abzumelden, abgemeldet,
      abzubestellen, auszutragen, ausgetragen, abonnement beenden, deabonnieren, meld* .. ab, bestelle .. ab,
      bestellen .. ab, melde .. ab, trag* .. aus, unsubscribe*, opt out, stoppen sie
    `,
    remove: `
      auszulassen, auslassen, außen vor lassen, aussparen, ausnehmen, lösch*, entfern*, streich*, gelöscht, entfernt,
      gestrichen, zu löschen, herausnehmen, rausnehmen, herauszunehmen, rauszunehmen, rauswerfen, schmeiß*, schmeiss*,
      wirf, werft, werfen, tilg*, vernicht*, auszuschließen, ausschließen, entnehmen, nehmen .. heraus, nehmen .. raus,
      nehmt .. raus, nimm .. raus, nehmt .. heraus, sperren, sperrt
    `,
    take: 'nehm*, nimm, nimmt, trag*, setzen, nehmt, holt, holen, lasst, lassen, schick*',
    off: 'aus, raus, heraus, ab, runter, herunter, von',
    stop: `
      sparen, ersparen, stopp*, aufhören, hören .. auf, hört .. auf, hör .. auf, einstellen, stellen .. ein,
      stellt .. ein, unterlass*, lassen .. bleiben, beende*, schluss, sehen .. ab, absehen, abzusehen, einzustellen,
      zu unterlassen, verzicht*, genug, verschon*, aufhört, aufzuhören, reicht, stop, unterbind*, einstellung,
      ende mit, unterbleib*
    `,
    list: `
      verteiler*, liste, listen, mailingliste*, mailverteiler*, datenbank*, datenbestand*, adressbestand*,
      adressliste*, kartei*, adressbuch, system*, newsletter*, crm, versandliste*, kontakte*, adressdatei, bestand,
      kundendatei, datei, kundenkartei, rundmails
    `,
    'other-list': `
      warteliste*, gästeliste*, preisliste*, teilnehmerliste*, wunschliste*, einkaufsliste*, stückliste*, sperrliste*,
      packliste*, bestellliste*, aufgabenliste*, auftrag*, bestellung*, position*, rechnung*, mängelliste*
    `,
    mail: `
      mail, mails, email, emails, e-mails, nachricht*, newsletter*, post, schreiben, zuschrift*, briefe, rundschreiben,
      rundmail*, infomails, infos von ihnen, informationen von ihnen, zusendung*, kontaktaufnahme*, kontaktversuche,
      mailings, anschreiben, kommunikation, benachrichtigung*
    `,
    ads: `
      angeboten, werbung*, werbe*, werbemail*, spam*, reklame*, angebote, prospekte, anzeigen, müll, werblich*,
      belästigung*, direktwerbung, direktmarketing, marketing*, kaltakquise, akquise*
    `,
    data: `
      daten, adresse, adressen, e-mail-adresse, emailadresse*, mailadresse*, mailadresse, name, namen, kontaktdaten, @,
      personenbezogen*, profil, konto, telefonnummer, angaben, nutzerkonto, datensatz
    `,
    contact: `
      nachfass*, nachhak*, nachgefasst, schreib*, anschreib*, angeschrieben, kontaktier*, mailen, anmailen, send*,
      schick*, zusend*, zuschick*, anruf*, belästig*, zuspam*, kontakt, zugesandt, zugeschickt, übersenden, stör*,
      nerv*, angemailt, kontaktaufnahme, kontaktaufnahmen, melden sie sich, wenden sie sich, ansprechen, angesprochen,
      beschick*, ruft, rufen, zu schreiben, anzuschreiben, zu kontaktieren, zu senden, zu schicken
    `,
    receive: 'erhalt*, bekomm*, empfang*, krieg*, beziehen, zugestellt, erreich*, haben, hören, lesen',
    consent: `
      einwilligung, zustimmung, einverständnis, erlaubnis, bestellt, eingewilligt, zugestimmt, angemeldet für,
      angefordert, abonniert, gewollt, erlaubt, registriert, eingetragen, autorisiert
    `,
    object: `
      grund dagegen, gründe dagegen, grund nicht, gegen das vorhaben, widersprech*, widerspruch, einwand, einwände,
      bedenken, widerruf*, untersag*, verbiete*, verbitte*, verbitten, dagegen habe
    `,
    subscription: 'abonnement, abo, bezug, mitgliedschaft, newsletter-abo',
    thing: `
      paket*, pakete, ware, sendung*, seite, webseite, website, homepage, stuhl, stühle, tisch, tische, datei, bild,
      zeile, absatz, punkt, anhang, artikel, produkt, rechnung, termin, lizenz, gerät, posten, ticket, foto, logo,
      fehler, duplikat, kiste, paket, eintrag
    `,
    interest: 'interess*, neugierig, spannend für uns, reizt, reizvoll, begeister*, lust, lockt',
    need: `
      bedarf, brauch*, benötig*, notwendig*, bedürfnis, erforderlich, verwendung, verwendungszweck, nötig, anlass,
      anforderung, nachfrage
    `,
    fit: `
      was wir suchen, was wir brauchen, gesuchte, das richtige werkzeug, richtige für uns, genau richtig, sinn,
      erfüll*, unsere branche, unser bereich, unser geschäft, unser gebiet, entspricht, entsprechen, gerecht, zuschlag,
      ausgewählt, überzeugt, passt, passen, passend, relevant*, geeignet, in frage, infrage, sinnvoll, zutreffend,
      das richtige, thema, unser fall, zielführend, betrifft uns, betrifft mich, mehrwert, nutzen, lohnt sich, lohnt,
      hilft uns, hilfreich, priorität, umsetzbar, realisierbar, tragbar, darstellbar, denkbar, vorstellbar, überzeug*,
      weiterhelfen, einsetzbar, anwendbar, machbar
    `,
    budget: 'leisten, stemmen, budget*, geld, mittel, etat, kapazität*, ressourcen, spielraum, finanzier*',
    decline: `
      war dagegen, waren dagegen, sind dagegen, bin dagegen, ist dagegen, ziehen .. zurück, ziehe .. zurück,
      mehrheit war, sträub*, nein sagen, nein zu sagen, ablehnen kann, ablehn*, abgelehnt, hinfällig, erledigt,
      lehnen .. ab, lehne .. ab, ausschlagen, verzichten, verzichte, verzicht, absehen, dagegen entschieden,
      abzulehnen, zurückziehen, zurücktreten, sehen davon ab, nehmen abstand, nehme abstand, abstand,
      verzichten dankend, verwerfen, verworfen, einstampfen, gestrichen worden, auf eis gelegt, abgeblasen,
      passen wir, passe ich, muss ich passen, müssen wir passen, winke ab, gecancelt, gestorben, vom tisch
    `,
    rival: `
      anderen anbieter, anderer anbieter, andere lösung, anderen lösung, anderes produkt, anderen dienstleister,
      andere firma, anderen firma, andere agentur, anderen agentur, anderer partner, anderen partner,
      anderen lieferanten, anderes angebot, anderes unternehmen, anderen weg, jemand anderen, jemand anderem,
      mitbewerber*, konkurrenz*, konkurrent*, wettbewerb*, alternative, anderweitig, anders entschieden,
      anderes system, woanders, anderem, anderen
    `,
    supplier: `
      anbieter*, lieferant*, dienstleister*, partner*, agentur*, lösung*, system, tool, software, vertrag,
      rahmenvertrag, hauslieferant, stammlieferant, steuerberater, intern, inhouse, selbst, eigenes team, hausintern,
      in eigenregie, versorger, firma, fachfirma, werkstatt
    `,
    have: `
      haben, hat, arbeiten mit, nutzen, verwenden, setzen auf, gebunden, vertrag, im einsatz, arbeiten, besitzen,
      lösen, machen, erledigen, decken, betreut, gebucht, habe, setzen
    `,
    already: `
      bereits, schon, seit jahren, seit langem, langjährig*, fest, festen, seit langer zeit, seit, intern, selbst,
      gerade erst, ausreichend, genügend
    `,
    choose: `
      orientiert, entschied*, bevorzugt, favorisiert, beschlossen, entschieden, entscheidung, gewählt, ausgewählt,
      wahl, vergeben, beauftragt, den zuschlag, entschlossen, bekommen den, gegangen, bestellt, unterschrieben,
      abgeschlossen
    `,
    stay: `
      so lassen, alles beim, alles so, belassen, wie es ist, wie gehabt, weiter wie bisher, bleibt alles,
      bleiben .. bei, bleibe .. bei, bleiben bei, bleibe bei, bleiben wir, bleiben aber, beim alten, beibehalten,
      behalten, halten an, bleiben vorerst bei, bleiben lieber, bleibt es bei, wir bleiben, festhalten
    `,
    satisfied: `
      zufrieden, versorgt, gut aufgestellt, bestens aufgestellt, abgedeckt, glücklich mit, gut betreut, gut bedient,
      eingedeckt, ausgestattet, gedeckt, ausgelastet, bestens bedient, fündig geworden, gut versorgt, wunschlos
    `,
    'cancel decline': 'absagen, absage, abgesagt, abzusagen',
    cancel: `
      kündig*, stornier*, storno, auflös*, absagen sie, fällt aus, fällt .. aus, sagen .. ab, zurückgeben, annullier*,
      streichen wir, rückgängig, abbrechen, abgebrochen
    `,
    expensive: `
      teuer, kostspielig, preis zu hoch, zu hoch, über unserem budget, sprengt, rahmen, hochpreisig, nicht leisten,
      unbezahlbar
    `,
    continue: `
      weiterverfolg*, verfolgen .. weiter, fortsetz*, fortführ*, weiterführ*, weitermachen, weitergehen, verfolg*,
      zusammenkommen, zustande, umsetzen, ins geschäft, nähertreten, eingehen, gebrauch machen, wahrnehmen, annehmen,
      berücksichtig*, fortfahren, zusammenarbeit
    `,
    use: 'anfangen, gebrauch, gebrauchen, einsatz, zu tun, nützt, bringt uns, nutzt uns',
    change: `
      alte adresse, neue adresse, alten adresse, neuen adresse, alte mailadresse, neue mailadresse, ändern, wechseln,
      umstellen, wechsel, umstellung, umsteigen, veränder*, ersetzen, austauschen, änderung
    `,
    too: 'zu, viel, deutlich, wesentlich, weit, einfach, übersteigt, sprengt',
    yes: `
      zweifellos, ohne zweifel, kein zweifel, definitiv, ja, jawohl, jep, klar, sicher, natürlich, selbstverständlich,
      unbedingt, auf jeden fall, jo, aber ja, aber sicher, aber gern*, gern*
    `,
    agree: `
      bestätige, wir bestätigen, hiermit bestätigen, an bord, nein sagen nicht, einverstanden, akzeptier*,
      nehmen .. an, nehme .. an, zusage, zusagen, stimme .. zu, stimmen .. zu, abgemacht, zugesagt, geht klar,
      in ordnung, passt so, passt, passt mir, passt uns, dabei, freigegeben, freigabe, überzeugt, überzeugen,
      beauftragen, beauftrage, geht in ordnung, top, deal, gebongt, alles klar, von mir aus, grünes licht, angenommen,
      gefällt, gefallen, sagt uns zu, sagt mir zu
    `,
    good: `
      fair, vernünftig, angemessen, überzeugend, solide, ordentlich, gut, guter, gute, gutes, toll*, super, prima,
      perfekt, klasse, spitze, interessant*, spannend*, schön*, großartig*, ausgezeichnet, vielversprechend*,
      wunderbar, hervorragend, ansprechend, nett*, reizvoll, verlockend, attraktiv, beeindruck*, cool, fein, lohnend
    `,
    love: `
      gerne, gern, freue*, freuen, würde mich freuen, würden uns freuen, mit vergnügen, liebend gern*, sehr gern*,
      am liebsten, begrüßen, angetan
    `,
    meet: `
      termin*, treffen, telefonier*, telefonat*, anruf*, rufen .. an, ruf .. an, rufen sie, gespräch*, sprechen,
      besprechen, vorführ*, demo, präsentation*, präsentier*, vorstellen, vorbeikommen, kommen .. vorbei, besuch*,
      meeting, call, zusammensetzen, austausch*, unterhalten, zurückrufen, zeigen sie, zeigt uns, zeig, zeigen,
      videokonferenz, rückruf, zeit hätten, zeit haben, zeit für, vorbei, ansehen, anschauen, sehen wir uns,
      kennenlernen, video-call, kaffee, teams-call, webinar, besichtigung
    `,
    info: `
      information*, infos, unterlagen, angebot*, katalog*, muster, vertrag*, broschüre*, material*, details, prospekt*,
      referenz*, näheres, genaueres, mehr erfahren, mehr wissen, mehr darüber, vertragsentwurf, datenblatt, testzugang,
      testversion, beispiel*, link, papiere, infomaterial, auftragsbestätigung, probe, zukommen, mehr dazu, erzählen,
      näher ansehen, testzugänge, demozugang, offerte*
    `,
    price: `
      preis*, kosten, kostet, kostenpunkt, kostenvoranschlag*, konditionen, preisliste*, was kostet, wie teuer,
      wie viel, wieviel, tarif*, gebühr*, rabatt*, preislich
    `,
    order: `
      teilnehmen, teilzunehmen, nehme .. teil, nehmen .. teil, mitmachen, beta, wie schnell, lieferzeit, lieferfrist,
      zahlungsbedingungen, mindestbestell*, wann könnten sie liefern, bestell*, bestellung, auftrag, kauf*, nehmen wir,
      nehme ich, unterschreib*, unterzeichn*, lizenzen, stück, buch*, beauftrag*, erwerben, ordern, abschließen,
      liefern, exemplare, plätze, reservier*
    `,
    available: `
      habe zeit, haben zeit, hätte zeit, hätten zeit, passt mir, passt uns, passt es, passt gut, bin verfügbar,
      erreichbar, frei, verfügbar, wann hätten, wann haben, wann können, wann passt
    `,
    start: `
      starten, loslegen, anfangen, beginnen, ausprobieren, testen, probieren, durchstarten, angehen, losgehen,
      einsteigen, einrichten, nächste schritte, nächsten schritte, teststellung, pilot*, probelauf, probeweise,
      testphase, umsetzen, los
    `,
    now: `
      derzeit, momentan, aktuell, zurzeit, zur zeit, im moment, jetzt, gerade, im augenblick, augenblicklich,
      gegenwärtig, vorerst, vorläufig, dieses jahr, diesen monat, dieses quartal, heuer, zunächst, diese woche, noch,
      erst einmal
    `,
    maybe: 'vielleicht, eventuell, evtl, möglicherweise, unter umständen',
    busy: `
      keine zeit, viel zu tun, überlastet, stress, stressig, im urlaub, eingespannt, land unter, ausgebucht,
      schlechter zeitpunkt, ungünstig, schaffe ich es nicht, schaffen wir es nicht, schaffe ich, komme nicht dazu,
      turbulent, hektisch, beschäftigt
    `,
    colleague: 'chef, chefin, geschäftsleitung, geschäftsführung, vorgesetzte*',
    problem: `
      lieferung nicht, lieferung ist nicht, lieferung fehlt, lieferung kam, zurücksetzen, geht nicht mehr, zugang geht,
      fehlt noch, fehlen noch, es fehlt, es fehlen, geräusch*, seltsam*, komisch*, leer, leere anlage, riecht, raucht,
      klappert, seit dem update, kommt .. nicht an, hindernis, vom letzten jahr macht, woran liegt, problem*, fehler*,
      defekt*, kaputt*, beschädigt*, reklam*, beschwerde*, störung*, funktioniert nicht, geht nicht, falsch*, mahnung*,
      rechnung*, paket*, nicht geliefert, verspät*, gutschrift, anmelden, einloggen, update, passwort, ausfall,
      ausgefallen, garantie, reparatur*, versehentlich, wartet noch, warte noch, immer noch nicht, nicht angekommen,
      spinnt, abgestürzt, absturz, stürzt, techniker*, fahrer, doppelt abgebucht, mangel*, mängel, rückerstattung
    `,
    other: 'andere, anderen, anderer, anderes, anderem, anders',
    until: 'bis, ab, erst',
    month: `
      januar, februar, märz, april, mai, juni, juli, august, september, oktober, november, dezember, frühjahr,
      frühling, sommer, herbst, winter, weihnachten, ostern, jahresende
    `,
    tried: 'probiert, ausprobiert, getestet, versucht, hatten wir schon, schon gehabt',
    failed: `
      hat nicht funktioniert, nicht funktioniert, ohne erfolg, nicht bewährt, nichts gebracht, nicht geklappt,
      erfolglos
    `,
    why: 'warum, wieso, weshalb',
    'not want': 'lieber nicht, lieber kein*',
    day: `
      montagvormittag, montagmorgen, dienstagvormittag, mittwochvormittag, donnerstagvormittag, freitagvormittag,
      dienstagmorgen, mittwochmorgen, donnerstagmorgen, freitagmorgen, am montag, am dienstag, am mittwoch,
      am donnerstag, am freitag, montag, dienstag, mittwoch, donnerstag, freitag, morgen, vormittag, nachmittag, uhr
    `,
    'data me': 'über mich, zu meiner person, über uns, von mir gespeichert',
    believe: 'glaube, glauben, denke, denken, finde, finden',
  },
};
