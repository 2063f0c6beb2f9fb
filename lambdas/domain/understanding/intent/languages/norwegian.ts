import type { Vocabulary } from '../vocabulary.ts';

/** Norwegian (Bokmål): opt-outs, and the usual yes and no. */
export const norwegian: Vocabulary = {
  code: 'nb',
  frequent: `
    og i at det som en på er av for med den til ikke har de et om hadde men seg fra vi så kan han man når år jeg du
    dere deres oss meg vår våre min mine mitt din takk hei vennligst gjerne ja nei hva hvor hvordan hvorfor vil skulle
    bli være mer flere denne dette disse også allerede bare ingen intet ut hilsen mvh nyhetsbrev nyhetsbrevet ønsker å
    slutt
  `,
  words: {
    not: 'ikke, ei, aldri, ingen, inget, intet, uten, nei, ingenting',
    more: 'mer, flere, igjen, lenger, lengre, fremover, i fremtiden, ytterligere, videre',
    yet: 'ennå, enda, fortsatt',
    past: 'fikk, mottatt, har fått, kom, ble',
    i: 'jeg, vi',
    me: 'meg, oss',
    my: 'min, mitt, mine, vår, vårt, våre',
    you: 'dere, du, deg',
    they: 'kunder, kunde, brukere, kollega, medlemmer, deltakere',
    please: 'vennligst, vær så snill, vær så vennlig, krever, straks, umiddelbart, ber, ber om',
    polite: 'takk, hei, dessverre, beklager, hilsen, men, for, deres, så',
    want: 'vil, ønsker, vil gjerne, vil ha, frabeder',
    can: 'kan, kunne, ville',
    how: 'hvordan, når, hvor, hvilken, hvem, hva',
    but: 'men',
    however: 'dog, derimot, dessverre',
    if: 'hvis, dersom, når vi, med mindre',
    and: 'og, eller, samt',
    that: 'slik at',
    unsubscribe: `
      avmeld*, avregistrer*, meld .. av, melde .. av, meldes av, avslutte abonnement*, avslutt abonnement*,
      si opp abonnement*, stoppe abonnement*
    `,
    remove: 'fjern*, slett, slette, slettes, sletting, stryk, ta .. bort, ta bort',
    take: 'ta, meld',
    off: 'av, bort, vekk, ut, fra',
    stop: 'slutt, slutte, stopp, stoppe, hold opp, nok, la være, opphør*',
    list: `
      liste, listen, lista, lister, e-postliste*, epostliste*, postliste*, mailingliste*, mailliste*, database*,
      nyhetsbrev*, register*, system*, adressebok
    `,
    'other-list': 'venteliste*, gjesteliste*, prisliste*, ordre*, bestilling*, faktura*, deltakerliste*',
    mail: `
      mail, mailer, e-post, e-poster, epost, eposter, meldinger, nyhetsbrev*, brev, post, poster, henvendelser,
      utsendelser, postliste
    `,
    ads: 'reklame*, spam*, tilbud, annonse*, markedsføring*, søppelpost',
    data: `
      adresse*, opplysninger, opplysningene, data, dataene, personopplysninger, navn, @, nummer, konto, epostadresse*
    `,
    contact: 'skriv*, send*, kontakt*, ring*, forstyrr*, spam, mas',
    receive: 'motta, få, høre, se, ha',
    consent: 'samtykke*, meldt meg på, bedt om, godtatt, tillatelse, godkjent',
    object: 'innvend*, protester*, trekker tilbake, motsetter',
    subscription: 'abonnement*',
    thing: 'stol*, bord*, fil*, linje*, produkt*, bilde*',
    interest: 'interess*, nysgjerrig*',
    need: 'behov*, trenger, nødvendig*, bruk for',
    fit: 'passer, relevant*, aktuelt, for oss, egnet',
    budget: 'budsjett*, penger, råd',
    decline: 'avslå*, takke nei, takker nei, sier nei, avvis*',
    rival: 'annen leverandør, annet firma, annen løsning, konkurrent*, noen andre',
    supplier: 'leverandør*, løsning*, partner*, avtale',
    have: 'har, bruker, jobber',
    already: 'allerede, internt',
    choose: 'valgt, bestemt, valgte',
    satisfied: 'fornøyd*',
    cancel: 'avlys*, kanseller*, si opp',
    expensive: 'dyr*',
    too: 'for, altfor, mye',
    yes: 'ja, selvfølgelig, selvsagt, naturligvis, ok, absolutt, jo',
    agree: 'enig*, godta*, avtalt, bekreft*, godkjenn*, høres bra ut',
    good: 'bra, flott, perfekt, fantastisk, supert, interessant*, spennende, fint, god*',
    love: 'gjerne, med glede, gleder',
    meet: 'møte*, møtes, demo*, presentasjon*, samtale*, snakk*, prat*, vis*',
    info: 'informasjon*, info, brosjyre*, katalog*, tilbud, kontrakt*, detaljer, materiale*, prøve*',
    price: 'pris*, koste*, hvor mye',
    order: 'bestill*, kjøp*',
    later: `
      senere, neste år, neste kvartal, til våren, til høsten, etter sommeren, etter ferien, i januar, i mars,
      i september, en annen gang
    `,
    now: 'nå, akkurat nå, for øyeblikket, i år, for tiden',
    busy: 'opptatt, ferie, travel*, ikke tid',
    refer: 'ansvarlig*, videresend*, kollega*, rette person, riktig person, avdeling*',
    acknowledge: 'mottatt, notert, forstått, takk for info*, vedlagt, har fått',
    problem: `
      problem*, feil, virker ikke, fungerer ikke, faktura*, levering*, klage*, forsinke*, mangler, pakke*, ødelagt,
      refusjon
    `,
    think: 'vurdere*, kommer tilbake, tenke på, drøft*, spørre sjefen',
    'says-opt-out': `
      la meg være, la meg være i fred, la oss være i fred, i fred, gdpr, ikke skriv, ikke kontakt, ikke send,
      ikke ring, ikke ha flere, vil ikke ha flere, ønsker ikke å motta, ønsker ikke flere, vil ikke motta, ingen flere,
      ta meg av, ikke flere
    `,
    'says-no': 'nei takk, takk men nei, dessverre ikke, ikke noe for oss, ikke for oss, ikke interesser*, lykke til',
    'says-yes': `
      hvorfor ikke, ja takk, ja gjerne, ikke noe problem, kjør på, la oss gjøre det, høres bra ut,
      høres interessant ut, ingen innvendinger
    `,
    'says-later': 'ikke nå, ikke akkurat nå, ikke i år, ikke ennå, kanskje senere, kanskje neste',
    'says-neutral': 'ikke fjern meg, hvordan fikk dere, hvem er du, ikke bare',
    why: 'hvorfor',
  },
};
