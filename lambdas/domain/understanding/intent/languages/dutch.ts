import type { Vocabulary } from '../vocabulary.ts';
import { dutchIdioms } from './idioms/dutch.ts';

/** Dutch. */
export const dutch: Vocabulary = {
  code: 'nl',
  frequent: `
    de het een en van in is dat op te zijn met voor niet aan er die om ook als dan maar bij nog naar uit wel door over
    hij ze zij u uw je jij jullie jouw ik wij we mij me ons onze mijn heb hebben heeft had dit deze daar hier al kan
    kunnen kunt zou zouden wil willen graag bedankt dank goedemorgen goedemiddag beste groet groeten geen ja nee wat
    wanneer waar wie welke hoe waarom omdat zeer heel meer alstublieft alsjeblieft helaas hoi hallo geachte heer
    mevrouw zo even nu gaan moet moeten hierbij
  `,
  idioms: dutchIdioms,
  words: {
    not: 'niet, geen, nooit, niemand, niets, niks, zonder, nee, noch, nergens',
    'not more': 'niet meer, geen .. meer, nooit meer, niets meer, niet langer, niks meer, geen verdere, niet opnieuw',
    'not can': 'kan niet, kunnen niet, onmogelijk, lukt niet',
    more: 'meer, verdere, verder, opnieuw, weer, nogmaals, in de toekomst, voortaan, langer, ooit, andere',
    yet: 'nog, tot nu toe, nog steeds, nog altijd',
    past: 'werd, werden, had, hadden, heb .. ontvangen, hebben .. ontvangen, binnengekomen, aangekomen, gekregen',
    i: 'ik, wij, we',
    me: 'mij, me, ons, mezelf, ons bedrijf',
    my: 'mijn, onze, ons, m n',
    you: 'u, jullie, je, jij, jou',
    they: 'klanten, klant, gebruikers, gebruiker, collega, leden, deelnemers, exposant, hij, zij, abonnees',
    please: `
      zo vriendelijk, zo goed te, zo aardig, zo lief, alstublieft, alsjeblieft, aub, gelieve, graag, verzoek,
      verzoeken, wilt u, wil je, onmiddellijk, direct, per direct, svp, vriendelijk, zou u, zouden jullie, ik eis,
      willen jullie
    `,
    polite: `
      neem .. op, nemen .. op, zet .. op, opnemen, toevoegen, dus, daarom, bedankt, dank, helaas, hallo, hoi,
      goedemorgen, goedemiddag, sorry, groet, groeten, beste, geachte, u, je, wel, maar, voor, uw, jullie, mail,
      bericht, aanbod, het, de, spijtig, jammer, hartelijk, vriendelijke, dankjewel, dankuwel, leuke, aanbiedingen
    `,
    want: `
      wil, willen, wens, wensen, zou graag, zouden graag, wenst, liever, van plan, zoek*, overweeg*, verzoek ik, wilde,
      zin
    `,
    can: 'kan, kunnen, kunt, zou, zouden, kun, mag, mogen, kon',
    ensure: 'zorg ervoor, zorgt u ervoor, zorg dat, zorgen dat, zie erop toe, zorg er voor',
    how: 'hoe, wanneer, waar, wie, welke, welk, wat, hoeveel',
    but: 'maar',
    however: 'echter, helaas, toch, desondanks, jammer genoeg, daarentegen',
    although: 'hoewel, ook al, ofschoon, ondanks, terwijl',
    if: 'als, indien, zodra, wanneer we, mocht, mochten, tenzij, of',
    because: 'omdat, want, aangezien, doordat',
    and: 'en, of, alsook, evenals',
    that: 'dat, die, zodat, opdat',
    unsubscribe: `
      afmeld*, uitschrijv*, meld .. af, schrijf .. uit, opzeggen, afgemeld, uitgeschreven, uit te schrijven,
      af te melden, unsubscribe*, uitschrijf*, schrijft .. uit, afmelding, meldt .. af, opt out
    `,
    remove: `
      verwijder*, verwijderd, wis, wissen, schrap*, haal .. weg, doorhalen, te verwijderen, gewist, wist, verwijdering,
      haal .. eraf, gooi, gooien, vernietig*, uit te halen
    `,
    take: 'haal*, neem, nemen, zet, halen, krijg, laat, meld*, schrijf*',
    off: 'af, uit, van, eraf, eruit, vanaf',
    stop: `
      stop*, ophouden, houd .. op, hou .. op, staak*, genoeg, beëindig*, houden .. op, onthoud*, gestopt, zat, hou,
      basta, beëindigen, opgehouden, kap, kappen, afzien
    `,
    list: `
      lijst, lijsten, mailinglijst*, mailinglist, verzendlijst*, bestand, bestanden, database, adressenbestand*,
      nieuwsbrief*, systeem, systemen, adresboek, distributielijst, maillijst, mailing, mailings, klantenbestand,
      contacten, crm, abonneebestand
    `,
    'other-list': `
      wachtlijst*, prijslijst*, gastenlijst*, deelnemerslijst*, boodschappenlijst*, bestelling, factuur, offerte,
      takenlijst, verlanglijst*, zwarte lijst, order
    `,
    mail: `
      mail, mails, mailtjes, mailtje, email, emails, e-mail, e-mails, bericht, berichten, nieuwsbrief*, nieuwsbrieven,
      post, mailing, mailings, correspondentie, mededelingen, communicatie, brieven, meldingen
    `,
    ads: `
      reclame*, spam*, advertentie*, aanbiedingen, promotie*, marketing, aanbieding, commercieel, commerciële,
      ongewenste, ongevraagde, verkooppraatjes
    `,
    data: `
      adres, adressen, gegevens, naam, @, e-mailadres, emailadres, mailadres, telefoonnummer, persoonsgegevens,
      account, nummer, profiel, contactgegevens
    `,
    contact: `
      contact*, schrijf, schrijven, stuur, sturen, stuurt, mailen, mailt, bel, bellen, belt, lastig*, benader*, stoor*,
      stoort, storen, zend*, toestur*, verstur*, bestook*, bombarde*, spammen, toezend*, hinder*, gestuurd,
      toegestuurd, lastigvallen
    `,
    receive: 'ontvang*, krijg*, krijgen, horen, vernemen, hebben, benaderd worden, lezen, zien, gemaild worden',
    consent: `
      toestemming, akkoord gegaan, aangemeld voor, gevraagd, ingeschreven, abonneren, geabonneerd, aangevraagd,
      ingestemd
    `,
    object: `
      reden om niet, reden om het niet, reden om nee, bezwaar, bezwaren, maak bezwaar, maken bezwaar, verzet, tegen,
      intrekken, trek .. in
    `,
    subscription: 'abonnement, inschrijving',
    thing: `
      site, website, pagina, logo, stoel*, tafel*, regel, artikel*, product, producten, afbeelding, foto, factuur,
      afspraak, punt, alinea, bijlage, ticket, licentie*, pakket, optie, module, knop
    `,
    interest: 'zin in, interess*, geïnteresseerd, belangstelling, nieuwsgierig, benieuwd, enthousiast, trek',
    need: 'nodig, behoefte*, benodigd, noodzaak, noodzakelijk, zitten .. te wachten, te wachten, vereist',
    fit: `
      wat we zoeken, wat wij zoeken, waar we naar zoeken, voldoet, voldoen, eisen, geselecteerd, onze sector,
      onze branche, ons vakgebied, past, passen, passend, geschikt, relevant*, van toepassing, sluit .. aan, aansluit*,
      voor ons, voor mij, iets voor ons, interessant voor ons, zinvol, prioriteit*, haalbaar, bij ons, nuttig voor ons,
      aan de orde, meerwaarde, helpt ons, overtuig*, toegevoegde waarde, zien zitten, zie .. zitten, zien .. zitten,
      zin
    `,
    budget: 'veroorloven, budget*, geld, middelen, ruimte, capaciteit, financi*',
    decline: `
      trek onze .. in, trekken onze .. in, trek mijn .. in, was tegen, waren tegen, zijn tegen, is tegen, ben tegen,
      trek onze, trekken onze, trek .. aanvraag, nee zeggen, weerstaan, afwijz*, afgewezen, wijzen .. af, wijs .. af,
      weiger*, bedank, bedanken, zien ervan af, zien .. van af, afzien, ziet ervan af, afgezien, passen voor, slaan .. over,
      sla .. over, slaan we over, besloten niet, tegen gekozen, afgeblazen, gestopt met het project, geschrapt,
      in de ijskast, laten varen, afslaan, laten schieten, laat .. schieten, terugtrekken, haken af, haak af, afhaken
    `,
    rival: `
      andere partij, andere leverancier, andere aanbieder, ander bedrijf, andere oplossing, ander product,
      andere partner, ander systeem, andere optie, andere aanbieding, andere offerte, concurrent*, concurrentie,
      iemand anders, elders, alternatief, ander, andere tool
    `,
    supplier: `
      leverancier*, aanbieder*, oplossing*, partner*, bureau, contract, systeem, software, intern, zelf,
      iets dergelijks, partij, pakket, tool, dienstverlener, iemand, in huis
    `,
    have: 'hebben, heb, heeft, werken met, gebruiken, gebruik, beschikken, werken, doen, zitten, regelen',
    already: 'al, reeds, al jaren, intern, zelf, sinds, vaste, zojuist, huidige',
    choose: `
      koos, kozen, gekozen, besloten, keuze, geselecteerd, gaan voor, gegund, getekend, gegaan, voorkeur, gekocht
    `,
    stay: `
      laten zoals, zoals het is, zoals ze zijn, bij het oude laten, blijven bij, houden het bij, blijven we, houden we,
      behouden, blijf bij, bij het oude, vasthouden, houden vast, laten het zo
    `,
    satisfied: `
      tevreden, voorzien, goed geregeld, blij met, gedekt, content, van alle gemakken, onder de pannen, goed verzorgd,
      geholpen
    `,
    cancel:
      'gaat niet door, geannuleerd, annuler*, opzeg*, zeggen .. op, zeg .. op, afzeg*, ontbind*, cancel*, zeg .. af, beëindig*',
    expensive: `
      duur, te duur, kostbaar, prijzig, boven ons budget, buiten ons budget, te hoog, prijs te hoog, onbetaalbaar
    `,
    continue: `
      verder, doorgaan, door, vervolg, voortzetten, gaan .. door, op in, ingaan, doorzetten, doen we niet, samenwerk*,
      zee gaan
    `,
    use: 'gebruik van, gebruiken, inzetten, aan hebben, hebben er niets aan, hebben we niets aan',
    change: 'oude adres, nieuwe adres, verander*, wissel*, overstap*, wijzig*, vervang*',
    too: 'te, veel, erg, iets te, ons',
    yes: `
      zonder twijfel, ongetwijfeld, geen twijfel, ja, zeker, natuurlijk, prima, uiteraard, absoluut, jazeker, tuurlijk,
      jawel, vanzelfsprekend, perfect, yes
    `,
    agree: `
      ik bevestig, wij bevestigen, bevestigd, akkoord, afgesproken, eens, accepteer*, mee eens, goedgekeurd,
      gaan akkoord, ga akkoord, deal, overtuigd, verkocht, goedkeuring, is goed, geaccepteerd, ons goed, vind ik goed,
      vinden we goed, bevalt, bevallen, tekenen, teken, spreekt ons aan, spreekt mij aan, geregeld, doen we,
      groen licht
    `,
    good: `
      redelijk, netjes, eerlijk, goed, goede, mooi*, leuk*, geweldig*, interessant*, uitstekend*, fantastisch, perfect,
      prachtig*, veelbelovend, top, super, fijn, prima, indrukwekkend, aantrekkelijk, fraai, tof
    `,
    love: `
      graag, plezier, heel graag, met plezier, leuk vinden, fijn vinden, kijk uit, kijken uit, verheug*, benieuwd naar
    `,
    meet: `
      vergadering*, bespreking*, afspraak, bellen, gesprek, spreken, demo, demonstratie, presentatie, langskomen, overleg*, meeting, praten,
      kennismak*, bespreken, terugbellen, bezoek, afspreken, laten zien, toon, videogesprek, laat zien, koffie,
      inplannen, langs, bijpraten, belafspraak, bel .. even, bel me, belt u mij
    `,
    info: `
      informatie, info, offerte*, brochure*, catalogus*, contract*, voorstel*, documentatie, monster*, details,
      meer weten, meer over, meer horen, materiaal, folder, proef*, referenties, aanbod toesturen, datasheet,
      voorbeelden, voorwaarden, toelicht*, uitleg*, papieren, staal, stalen, testaccount
    `,
    price: 'prijs, prijzen, kost, kosten, tarief*, tarieven, offerte, hoeveel, korting, prijsopgave, prijslijst',
    order: `
      deelnemen, neem .. deel, nemen .. deel, meedoen, levertijd, leveren, hoe snel, bestel*, bestelling, koop, kopen,
      aanschaf*, afnemen, stuks, licenties, tekenen, teken, reserv*, inschrijven voor, plaatsen, order, ondertekenen
    `,
    available: 'beschikbaar*, vrij, tijd, om 10 uur, past, schikt, agenda',
    start: `
      beginnen, start*, proberen, uitproberen, testen, aan de slag, van start, proef, pilot, volgende stap*, opstarten
    `,
    now: `
      nu, op dit moment, momenteel, vooralsnog, voorlopig, op het moment, dit jaar, deze maand, dit kwartaal, thans,
      vandaag, nu even
    `,
    maybe: 'misschien, wellicht, eventueel, mogelijk',
    busy: `
      druk, geen tijd, op vakantie, slecht moment, drukte, overbelast, bezet, erg druk, te druk, volgeboekt, hectisch
    `,
    colleague: 'baas, directie, leidinggevende, directeur, team, manager',
    problem: `
      link werkt niet, factuur klopt niet, niet geleverd, levering niet, levering is te laat, factuur niet,
      factuur hebben we, de factuur, resetten, doet het niet, werkt niet meer, geluid*, lawaai, vreemd*, raar, leeg,
      komt niet meer aan, obstakel, belemmering, die we kochten, rookt, probleem*, problemen, fout*, storing*, kapot*,
      defect*, beschadigd*, klacht*, werkt niet, ontbreek*, ontbreken, pakket niet, vertrag*, te laat, terugbetal*,
      wachtwoord, inloggen, update, garantie, reparatie*, monteur, per ongeluk, verkeerd*, wacht nog,
      nog niet ontvangen, niet ontvangen, nog niet binnen, lekt, lekkage, afgeschreven, vastgelopen
    `,
    other: 'ander, andere, anders',
    until: 'tot, vanaf',
    month: `
      januari, februari, maart, april, mei, juni, juli, augustus, september, oktober, november, december, voorjaar,
      lente, zomer, najaar, herfst, winter, kerst, pasen
    `,
    tried: 'geprobeerd, uitgeprobeerd, getest',
    failed: 'werkte niet, zonder succes, niet gewerkt, niet geslaagd, beviel niet',
    'not want': 'liever niet, liever geen, geen prijs op, stellen geen prijs',
    why: 'waarom',
    day: `
      donderdagochtend, maandagochtend, dinsdagochtend, woensdagochtend, donderdagmiddag, uur, ochtend, middag, morgen,
      vrijdagochtend, maandag, dinsdag, woensdag, donderdag, vrijdag, volgende week
    `,
    'data me': 'over mij, over me, over ons',
    believe: 'geloof, geloven, denk, denken, vind',
  },
};
