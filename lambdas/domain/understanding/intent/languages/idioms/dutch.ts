import type { Words } from '../../vocabulary.ts';

/** Turns of phrase of Dutch whose words alone do not say what they mean. */
export const dutchIdioms: Words = {
  'says-opt-out': `
    nooit toestemming, nooit aangemeld, nooit gevraagd, nooit ingeschreven, trek mijn toestemming,
    autoriteit persoonsgegevens, niet meer naar dit, niets meer naar dit, vergeet .. adres, krijg nog steeds,
    nog steeds post, nog steeds mail, niets meer te sturen, niet meer te sturen, niet meer te mailen,
    laat mij met rust, laat me met rust, laat ons met rust, met rust, avg, artikel 17, recht op vergetelheid,
    geen reclame, geen spam, geen mail meer, geen mails meer, geen contact meer, niet meer lastig, val me niet,
    val mij niet, val ons niet, stuur mij niets, stuur me niets, stuur ons niets, niets meer sturen,
    wil ervan af, wil er vanaf, wil eraf, bel me niet meer, hou ermee op,
    houd ermee op, hou hiermee op, bel-me-niet, vergeet mij
  `,
  'says-no': `
    al gegund, al vergeven, reeds gegund, antwoord blijft, mijn antwoord, ons antwoord, niets aan te doen,
    niks aan te doen, legt ons op, opgelegd, besteden niets uit, besteden niet uit, sluiten eind,
    sluiten ons bedrijf, stoppen ermee, stoppen met het bedrijf, failliet, faillissement, met pensioen, zelf bouwen,
    bouwen het zelf, doen het zelf, zelf ontwikkelen, ontwikkelen het zelf, niet geselecteerd, niet gekozen,
    bedrijfsbeleid, uit principe, kopen niet, bezuiniging*, teleurgesteld, vertrouwen kwijt, het antwoord is nee,
    antwoord blijft nee, te riskant, te ingewikkeld, te laat voor, project is geschrapt, project gaat niet door,
    project is afgeblazen, niet onze branche, niet ons vakgebied, niet de moeite, toch bedankt,
    bedrijf verkocht, andere plannen, andere prioriteiten, kunnen ons dit niet, kunnen we ons niet, overdreven,
    te groot voor, te klein voor, te complex, verkeerde adres, verkeerd adres, verkeerde bedrijf, hebben er niemand,
    niemand voor, geen mensen, nee dank u, nee bedankt, nee dank je, nee dankje, bedankt maar nee, helaas niet,
    geen interesse, geen belangstelling, niets voor ons, niks voor ons, niet voor ons, niet iets voor ons,
    gaat niet lukken, niet mogelijk, zal niet gaan, tijdverspilling, veel succes, succes ermee,
    te duur, zien we niet zitten, niet zitten, geen optie, niet nodig, niet op in, gaan hier niet, gaan niet,
    doen we niet, laat maar, laten we het hierbij, daar blijft het bij, geen heil, voor ons niet, nee helaas,
    het wordt nee, is een nee, slaan over, moeten .. teleurstellen, teleurstellen
  `,
  'says-yes': `
    laten we doorgaan, laten we verdergaan, laten we starten, zochten we al, zochten we, al lang naar,
    hier zochten we, de order is voor jullie, opdracht is voor jullie, de opdracht is van, budget is goedgekeurd,
    mijn baas is akkoord, groen licht gekregen, wat is de volgende, hoe gaan we verder, hoe nu verder,
    getekend contract, getekende contract, sta open, staan open, open voor, komt op het juiste, van mij mag het,
    wat mij betreft, wat ons betreft, tot donderdag, tot maandag, tot dinsdag, tot woensdag, tot vrijdag,
    bent u vrij, ben je vrij, wanneer kunt u, wanneer kun je, wanneer kunnen, goed idee, ik teken, moeilijk nee,
    kan ik niet nee, geen nee, willen het hebben, wil het hebben, iedereen is enthousiast, iedereen enthousiast,
    nieuwsgierig geworden, hebben jullie van ons nodig, leg er twee, kom langs, komt u langs, waarom niet,
    met plezier, met alle plezier, heel graag, graag, ja graag, gaan ervoor, ga ervoor, doen, doe maar, doen we,
    laten we het doen, laten we dat doen, aan de slag, kunnen beginnen, kunt beginnen, kan beginnen, geen bezwaar,
    geen probleem, geen punt, geen bezwaren, niets op tegen, niks op tegen, niet slecht, niet verkeerd, niet gek,
    precies wat, exact wat, komt goed uit, goed moment, juiste moment, als geroepen, zijn op zoek, waar we naar,
    waar teken, waar tekenen, we nemen, wij nemen, ik neem, nemen het aanbod, nemen de, tel ons mee, reken op ons,
    reken op mij, wij doen mee, we doen mee, doe mee, ik ben om, kom maar door, kom maar op, stuur maar,
    stuur maar op, klinkt goed, klinkt interessant, klinkt prima, ziet er goed uit, vooruit, prima plan, aarzel niet,
    kan niet wachten, zie ernaar uit, ben benieuwd, schrijf ons in voor, bestel ik, bestellen we
  `,
  'says-later': `
    terug op kantoor, weer op kantoor, ben maandag terug, met verlof, zwangerschapsverlof, ouderschapsverlof,
    als ik terug ben, na mijn terugkomst, hangt af van, hangt ervan af, daarna praten, nu niet, nu even niet,
    niet nu, nog niet, op dit moment niet, momenteel niet, vooralsnog niet, voorlopig niet, dit jaar niet,
    niet dit jaar, nu nog niet, neem .. contact op in, bel me in, mail me in, mail me na, bel me na, kom er later,
    kom later, kom in, herinner me, houd contact, houden contact, houden jullie in gedachten, houden u in gedachten,
    in ons achterhoofd, te zijner tijd, als het zover is, laten horen als, dit kwartaal niet, deze maand niet,
    in maart verder, bewaren we, bewaar ik
  `,
  'says-neutral': `
    niet vergeten, vergeet niet, zonder toestemming, wie bent u ook, wie was u, hoe komt u aan, hoe kom je aan,
    hoe komen jullie aan, wie bent u, wie zijn jullie, is dit dezelfde, is dit hetzelfde, niet alleen,
    niet de juiste persoon, niet mijn afdeling, geen haast, geen zorgen, graag gedaan, geen dank, waar gaat het over,
    een vraag, maakt niet uit, lees de nieuwsbrief
  `,
  'way-out': 'hoe kom ik van, hoe meld ik me, van de lijst, van jullie lijst, van uw lijst',
  later: `
    later, volgend jaar, volgend kwartaal, volgende maand pas, in het voorjaar, in het najaar, in de herfst,
    in de zomer, in januari, in februari, in maart, in april, in mei, in juni, in juli, in augustus, in september,
    in oktober, in november, in december, na de zomer, na de vakantie, na de kerst, na pasen, over een paar maanden,
    over drie maanden, over zes maanden, over een half jaar, eind van het jaar, eind dit jaar, andere keer,
    ander moment, tweede helft, uitstel*, uitgesteld, kom .. op terug, verder praten, te vroeg, voorbarig,
    te zijner tijd, toekomst
  `,
  refer: `
    verantwoordelijk*, doorgestuurd, doorsturen, stuur .. door, in cc, cc, collega*, gaat hierover, gaat daarover,
    afdeling, juiste persoon, inkoop, contactpersoon, neem contact op met, wenden, doorgegeven, bevoegd,
    niet langer werkzaam, verwijs, spreek met, beslist, overgedragen, moet u .. zijn, geef .. door
  `,
  acknowledge: `
    bevestigen dat, mijn documenten, ok, oké, oke, ontvangen, genoteerd, begrepen, in goede orde,
    bedankt voor de informatie, bedankt voor de info, dank voor de informatie, bijgevoegd, bijlage, zal het lezen,
    ga het lezen, fijne feestdagen, fijn weekend, gefeliciteerd, tot ziens, goed ontvangen
  `,
  think: `
    nog in gesprek, bespreken het nog, niets besloten, nog niets besloten, overleg*, denk .. na, denken .. na,
    nadenken, bespreek, bekijk*, bekijken, laat .. weten, laten .. weten, kom erop terug, kom hierop terug,
    komen erop terug, komen hierop terug, kom er op terug, onderzoek*, intern, weet het nog niet, weten het nog niet,
    twijfel*, overweg*, check bij, vraag het aan, beraad*, evalueren, nog niet besloten, navragen
  `,
  'alone-no': 'we zitten goed, hoeft niet, laat maar zitten',
};
