const wordsIn = (text: string): string[] => text.trim().split(/\s+/);

/**
 * Words that stay in names, addresses and domains: they name a function of a mailbox or a machine, a legal form or nothing, and
 * the reading of a mail may hang on them.
 */
export const keptWords: ReadonlySet<string> = new Set(
  wordsIn(`
    abuse accounting admin alert alerts automated billing bounce bounces career careers contact crm customer customers daemon
    digest dmarc do donotreply email feedback form forms group hello help helpdesk hostmaster inbound info invoice invoices
    jobs leads list mail mailer mailing mailman marketing messages mta mx my news newsletter newsletters no noc noreply not
    notification notifications office orders outbound owner post postmaster press reply request requests returns root sales
    security service services shop smtp spam status subscribe support system team tickets unsubscribe updates verify via
    webmaster welcome www
    ag co corp de del der di du el gmbh inc la le llc ltd of on or sa srl the und und van von y and by for to at
    com example net org test invalid localhost
  `),
);

/** Words of mail programs that stay in a text of which every other word goes: replies and forwarded mail are found by them. */
export const keptInTexts: ReadonlySet<string> = new Set(
  wordsIn(`
    wrote writes from sent to cc date subject begin forwarded message original reply re fw fwd aw wg sv tr rv
    schrieb von gesendet an betreff datum le a écrit envoyé objet escribió enviado asunto para scritto inviato oggetto
    unsubscribe abmelden désabonner mon tue wed thu fri sat sun jan feb mar apr may jun jul aug sep oct nov dec
  `),
);
