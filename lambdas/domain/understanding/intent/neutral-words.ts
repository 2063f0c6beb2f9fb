import { anyOf } from '../../mail/any-of.ts';
import type { WordList } from './word-list.ts';

/** Words that are neither a yes nor a no: questions, referrals, acknowledgements. */
export const neutral: WordList = [
  [
    'referral',
    new RegExp(
      String.raw`\b${anyOf`
        (?:you should|please|best to|better to) (?:contact|speak|talk|reach|write|ask)
        (?:forward(?:ed|ing)?|pass(?:ed|ing)?) (?:this|your|it)
        right person
        in charge of
        responsible for
        not (?:my|the) (?:area|department|right person)
        zust[aä]ndig|ansprechpartner|weitergeleitet|transmis|transf[eé]r[eé]
        responsable de
        encargad[oa]
      `}\b`,
    ),
  ],
  [
    'acknowledged',
    new RegExp(
      String.raw`^\W*${anyOf`
        ok(?:ay)?
        thanks?
        thank you
        got it
        noted|received|danke
        vielen dank
        verstanden|merci
        bien re[cç]u
        gracias|recibido|entendido
      `}\b`,
    ),
  ],
  ['question', /\?/],
];
