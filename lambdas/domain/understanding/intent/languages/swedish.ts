import type { Vocabulary } from '../vocabulary.ts';

/** Swedish: opt-outs, and the usual yes and no. */
export const swedish: Vocabulary = {
  code: 'sv',
  frequent: `
    och i att det som en på är av för med den till inte har de ett om hade men sig från vi så kan han man när år jag
    du ni oss mig er ert era vår våra mitt min mina din tack hej vänligen snälla gärna ja nej vad var hur varför vill
    skulle bli vara mer fler denna detta dessa också redan bara inga ingen mot ur ifrån hälsningar mvh
  `,
  words: {
    not: 'inte, ej, aldrig, ingen, inget, inga, utan, nej, icke, ingenting',
    more: 'mer, fler, flera, igen, längre, i fortsättningen, framöver, vidare, ytterligare, i framtiden',
    yet: 'ännu, fortfarande, hittills',
    past: 'fick, tagit emot, har fått, kom, blev',
    i: 'jag, vi',
    me: 'mig, mej, oss',
    my: 'min, mitt, mina, vår, vårt, våra',
    you: 'ni, du, er, dig',
    they: 'kunder, kund, användare, kollega, medlemmar, deltagare',
    please: 'vänligen, snälla, var snäll, var god, ber er, kräver, omedelbart, omgående, ber om',
    polite: 'tack, hej, tyvärr, ledsen, hälsningar, men, för, ert, mejl, så',
    want: 'vill, önskar, skulle vilja, vill ha, undanber, begär, tänker',
    can: 'kan, skulle, kunde',
    how: 'hur, när, var, vilken, vem, vad',
    but: 'men',
    however: 'dock, däremot, tyvärr',
    if: 'om, ifall, när vi, såvida',
    and: 'och, eller, samt',
    that: 'så att',
    unsubscribe: `
      avregistrera*, avprenumerera*, avanmäl*, avsluta prenumeration*, avsluta min prenumeration, avsluta nyhetsbrev*,
      säga upp prenumeration*, säg upp prenumeration*, avsluta prenumerationen
    `,
    remove: `
      ta bort, tag bort, radera*, plocka bort, stryk, stryka, avlägsna, ta .. bort, raderas, plocka .. bort, rensa
    `,
    'take off': 'ta mig av, ta oss av',
    take: 'ta, tag, plocka',
    off: 'av, bort, från, ur',
    stop: 'sluta, stoppa, upphör*, stopp, nog, låt bli, avstå, räcker',
    list: `
      lista, listan, listor, sändlista*, utskickslista*, register, registret, databas*, mejllista*, maillista*,
      nyhetsbrev*, utskick*, system, adressbok
    `,
    'other-list': 'väntelista*, kölista*, gästlista*, prislista*, beställning*, faktura*, order*, deltagarlista*',
    mail: `
      mejl, mejlen, mail, mailen, e-post, meddelanden, meddelande, nyhetsbrev*, utskick*, brev, epost, post, mejla
    `,
    ads: 'reklam*, spam*, erbjudanden, annons*, marknadsföring, skräppost, försäljning*',
    data: 'adress*, uppgifter, uppgifterna, personuppgifter*, namn, @, nummer, konto, data, mejladress*, mailadress*',
    contact: 'skicka*, skriv*, kontakta*, mejla*, maila*, ring*, stör*, spamma*, höra av er, hör av er, trakassera',
    receive: 'få, ta emot, höra, erhålla, se, ha',
    consent: 'samtycke*, godkänt, anmält mig, bett om, samtyckt, tillstånd, prenumererat',
    object: 'invänd*, motsätter, återkallar, protesterar',
    subscription: 'prenumeration*',
    thing: 'stol*, bord*, filen, raden, produkt*, bild*, faktura*',
    interest: 'intress*, nyfik*',
    need: 'behov*, behöv*, nödvändig*',
    fit: 'passar, aktuellt, relevant*, för oss, lämplig*',
    budget: 'budget*, pengar, råd',
    decline: 'avböj*, tacka nej, tackar nej, avstår, avslå*',
    rival: 'annan leverantör, annat företag, annan lösning, konkurrent*, någon annan, annan partner',
    supplier: 'leverantör*, lösning*, partner*, avtal',
    have: 'har, använder, jobbar, arbetar',
    already: 'redan, sedan länge, internt',
    choose: 'valt, bestämt, beslutat, valde, skrivit på',
    stay: 'stannar hos, håller oss till, behåller',
    satisfied: 'nöjd*',
    cancel: 'avboka*, avbeställ*, säga upp, säger upp',
    expensive: 'dyr*',
    too: 'för, alldeles, mycket',
    yes: 'ja, absolut, visst, självklart, okej, ok, japp, jajamän',
    agree: 'överens, godkänn*, accepter*, låter bra, kör, vi kör, bekräft*',
    good: 'bra, utmärkt, perfekt, toppen, fantastisk*, intressant*, härligt, jättebra',
    love: 'gärna, med glädje, ser fram, kul',
    meet: 'möte*, träff*, ring, demo*, presentation*, samtal*, prata*, boka*, visa*',
    info: 'information*, info, broschyr*, katalog*, offert*, avtal*, detaljer, material*, prov*',
    price: 'pris*, kosta*, offert*, hur mycket',
    order: 'beställ*, köp*, teckna',
    later: `
      senare, nästa år, nästa kvartal, till våren, i höst, till hösten, efter sommaren, efter semestern, i januari,
      i mars, i september, en annan gång, längre fram
    `,
    now: 'nu, just nu, för tillfället, i år, för närvarande, idag',
    busy: 'upptagen*, fullt upp, semester, inte tid',
    refer: 'ansvarig*, vidarebefordra*, kollega*, kopia, rätt person, avdelning*, kontakta min',
    acknowledge: 'tagit emot, mottaget, noterat, uppfattat, tack för informationen, bifogat, har fått',
    problem: `
      problem*, fel, trasig*, fungerar inte, faktura*, leverans*, klagomål, försenad*, saknas, paket*, återbetal*
    `,
    think: 'fundera*, återkommer, återkomma, diskutera internt, kolla med, hör av mig, utvärdera',
    'says-opt-out': `
      lämna mig ifred, lämna oss ifred, låt mig vara, låt mig vara ifred, ifred, gdpr, inga fler, inte ha fler,
      inte ha mer, vill inte ha reklam, vill inte ha mail, vill inte ha mejl, vill inte ha utskick, skriv inte,
      kontakta mig inte, mejla mig inte, ta mig av
    `,
    'says-no': 'nej tack, tack men nej, tyvärr inte, inget för oss, inte för oss, inte aktuellt, lycka till',
    'says-yes': `
      varför inte, ja tack, ja gärna, inga problem, kör på, inget emot, inga invändningar, låter bra, låter intressant
    `,
    'says-later': 'inte nu, inte just nu, inte i år, inte ännu, kanske senare, kanske nästa',
    'says-neutral': 'ta inte bort mig, hur fick ni, vem är du, inte bara, inte rätt person',
    why: 'varför',
  },
};
