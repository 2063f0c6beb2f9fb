import type { Vocabulary } from '../vocabulary.ts';

/** Danish: opt-outs, and the usual yes and no. */
export const danish: Vocabulary = {
  code: 'da',
  frequent: `
    og i at det som en på er af for med den til ikke har de et om havde men sig fra vi så kan han man når år jeg du
    jer jeres os mig vores min mine mit din tak hej venligst gerne ja nej hvad hvor hvordan hvorfor vil skulle blive
    være mere flere denne dette disse også allerede kun ingen intet ud hilsen mvh nyhedsbrev nyhedsbrevet ønsker bedes
  `,
  words: {
    not: 'ikke, ej, aldrig, ingen, intet, uden, nej, ingenting',
    more: 'mere, flere, igen, længere, fremover, i fremtiden, yderligere, videre',
    yet: 'endnu, stadig',
    past: 'fik, modtaget, har fået, kom, blev',
    i: 'jeg, vi',
    me: 'mig, os',
    my: 'min, mit, mine, vores',
    you: 'i, du, jer, dig, de',
    they: 'kunder, kunde, brugere, kollega, medlemmer, deltagere',
    please: 'venligst, vær venlig, vær sød, bedes, kræver, straks, omgående, beder, beder om, vil gerne bede',
    polite: 'tak, hej, desværre, beklager, hilsen, men, for, jeres, mail, så',
    want: 'vil, ønsker, vil gerne, vil have, anmoder, frabeder',
    can: 'kan, kunne, ville',
    how: 'hvordan, hvornår, hvor, hvilken, hvem, hvad',
    but: 'men',
    however: 'dog, derimod, desværre',
    if: 'hvis, når vi, medmindre, såfremt',
    and: 'og, eller, samt',
    that: 'så at',
    unsubscribe: `
      afmeld*, framelde*, frameld, afmelde*, opsige abonnement*, opsig abonnement*, frameldes, afmeldes, meld .. fra,
      melde .. fra
    `,
    remove: 'fjern*, slet, slette, slettes, sletning, tag .. af, stryg',
    take: 'tag, tage',
    off: 'af, væk, ud, fra',
    stop: 'stop, stoppe, stands*, ophør*, hold op, nok, lad være, indstil',
    list: `
      liste, listen, lister, mailingliste*, mailliste*, database*, nyhedsbrev*, register, system*, kartotek*,
      adressebog
    `,
    'other-list': 'venteliste*, gæsteliste*, prisliste*, ordre*, bestilling*, faktura*, deltagerliste*',
    mail: 'mail, mails, e-mails, e-mail, beskeder, nyhedsbrev*, nyhedsbreve, breve, post, henvendelser, udsendelser',
    ads: 'reklame*, spam*, tilbud, annonce*, markedsføring*, reklamer',
    data: 'adresse*, oplysninger, data, personoplysninger, navn, @, nummer, konto, mailadresse*, e-mailadresse*',
    contact: 'skriv*, send*, kontakt*, ring*, forstyr*, spam, mail mig, genere',
    receive: 'modtage, få, høre, se, have',
    consent: 'samtykke*, tilmeldt, bedt om, accepteret, tilladelse, godkendt',
    object: 'indsigelse*, protester*, tilbagekald*, modsætter',
    subscription: 'abonnement*',
    thing: 'stol*, bord*, fil*, linje*, produkt*, billede*',
    interest: 'interess*, nysgerrig*',
    need: 'behov*, brug for, nødvendig*',
    fit: 'passer, relevant*, aktuelt, for os, egnet',
    budget: 'budget*, penge, råd',
    decline: 'afvis*, afslå*, takke nej, takker nej, siger nej',
    rival: 'anden leverandør, andet firma, anden løsning, konkurrent*, en anden',
    supplier: 'leverandør*, løsning*, partner*, aftale',
    have: 'har, bruger, arbejder',
    already: 'allerede, internt',
    choose: 'valgt, besluttet, valgte',
    satisfied: 'tilfreds*, glade for',
    cancel: 'aflys*, annuller*, opsig*',
    expensive: 'dyr*',
    too: 'for, alt, meget',
    yes: 'ja, selvfølgelig, naturligvis, okay, ok, helt sikkert, jo',
    agree: 'enig*, accepter*, aftalt, bekræft*, godkend*, lyder godt',
    good: 'god*, fint, perfekt, fantastisk, super, interessant*, spændende, flot',
    love: 'gerne, med glæde, glæder',
    meet: 'møde*, mødes, demo*, præsentation*, samtale*, tale, snak*, aftale et, vis*',
    info: 'information*, info, brochure*, katalog*, tilbud, kontrakt*, detaljer, materiale*, prøve*',
    price: 'pris*, koste*, hvor meget',
    order: 'bestil*, køb*',
    later: `
      senere, næste år, næste kvartal, til foråret, til efteråret, efter sommerferien, efter ferien, i januar, i marts,
      i september, en anden gang
    `,
    now: 'nu, lige nu, i øjeblikket, i år, for tiden, for øjeblikket',
    busy: 'travl*, ferie, ikke tid',
    refer: 'ansvarlig*, videresend*, kollega*, rette person, afdeling*',
    acknowledge: 'modtaget, noteret, forstået, tak for info*, vedhæftet, har fået',
    problem: `
      problem*, fejl, virker ikke, faktura*, levering*, klage*, forsinke*, mangler, pakke*, i stykker, refusion
    `,
    think: 'overveje*, vender tilbage, tænker over, drøft*, spørger min',
    'says-opt-out': `
      lad mig være, lad mig være i fred, lad os være, i fred, gdpr, ikke flere, skriv ikke, kontakt mig ikke,
      kontakt os ikke, ønsker ikke at modtage, vil ikke modtage, vil ikke have flere, ingen flere, tag mig af
    `,
    'says-no': `
      nej tak, tak men nej, desværre ikke, ikke noget for os, ikke for os, ikke interesser*, held og lykke, pøj pøj
    `,
    'says-yes': `
      hvorfor ikke, ja tak, ja gerne, intet problem, lad os gøre det, lyder godt, lyder interessant,
      ingen indvendinger
    `,
    'says-later': 'ikke nu, ikke lige nu, ikke i år, ikke endnu, måske senere, måske næste',
    'says-neutral': 'fjern mig ikke, hvordan fik i, hvem er du, ikke kun',
    why: 'hvorfor',
  },
};
