import { anyOf } from '../../mail/any-of.ts';
import type { WordList } from './word-list.ts';

/** A yes, or a step towards one. */
export const positive: WordList = [
  [
    'interested',
    new RegExp(
      String.raw`\b${anyOf`
        ${anyOf`
          i'm
          i am
          we're
          we are
          i'd be
          would be
          very|really|definitely|quite|am|are
        `} (?:\w+ )?(?:interested|keen|intrigued|curious)
        sounds? (?:good|great|interesting|perfect|like a plan|excellent|awesome|amazing|promising|fantastic)
        looks? (?:good|great|interesting|promising|perfect)
        (?:this|that|it) is (?:exactly|just) what
        love (?:to|it|this|the)
        (?:i'd|i would|we'd|we would|i will|we will) (?:be )?${anyOf`
          love|like|happy|glad|delighted|pleased|welcome
        `}(?! (?:not|to (?:cancel|stop|unsub)))
      `}\b`,
    ),
  ],
  [
    'meet',
    new RegExp(
      String.raw`\b${anyOf`
        let(?:'s| us) ${anyOf`
          talk|chat|meet|schedule|set|do|book|connect|discuss|hop|jump|go|proceed|move
          get started
        `}
        ${anyOf`
          schedule
          set up
          book|arrange|organi[sz]e|have
          hop on
          jump on
        `} (?:a|an|some|the) (?:quick |short |brief )?${anyOf`
          call|meeting|demo|chat|time|zoom|appointment|conversation|slot
        `}
        (?:works?|suits?|good|fine|free|available) ${anyOf`
          for me
          for us
          with me
          on|at|next|this|tomorrow
          any ?time
        `}
        give me a call
        call me
        (?:are|when are) you (?:free|available)
        your (?:availability|calendar)
        calendar invite
        send (?:me |us |over )?(?:an? )?invite
      `}\b`,
    ),
  ],
  [
    'send-more',
    new RegExp(
      String.raw`\b${anyOf`
        (?:please |could you |can you |would you |kindly )(?:please )?${anyOf`
          send|share|provide|forward|tell|explain|give|e-?mail|quote
        `}\b(?! (?:no|me no))
        send (?:me|us|over)(?: \w+){0,3} ${anyOf`
          info|information|details|pricing|quote|proposal|contract|offer|brochure|more
        `}
        (?:more|further|additional) (?:info|information|details)
        tell me more
        (?:what|how much)(?: \w+){0,4} (?:cost|price|pricing|charge|rates?)
        pricing
        (?:a |the )?quote for
        want to (?:buy|order|purchase|try|sign|see|know|learn|start|move)
        (?:ready|happy|willing|excited) to (?:buy|order|purchase|sign|start|move|go|proceed|try)
        (?:place|placing) (?:an|the|our) order
        sign me up
        count me in
        i'm in\b
        we're in\b
        go ahead
        let's do it
        yes,? please
        yes!|absolutely|definitely
        of course
      `}(?=\W|$)`,
    ),
  ],
  [
    'interessiert',
    new RegExp(
      String.raw`(?:^|\W)${anyOf`
        (?:sehr |grunds[aä]tzlich |durchaus )?(?:bin|sind|w[aä]re|w[aä]ren)(?: \S+){0,3} interessiert
        (?:habe|haben|h[aä]tte|h[aä]tten)(?: \S+){0,2} (?:gro[sß]es |durchaus )?interesse
        klingt (?:gut|interessant|spannend|toll|super|vielversprechend)
        h[oö]rt sich (?:gut|interessant)
        (?:gerne?|freue mich|freuen uns)(?=\W)
        (?:k[oö]nnen|k[oö]nnten|w[uü]rden) (?:sie|wir|du)(?: \S+){0,6} ${anyOf`
          termin|angebot|schicken|senden|zusenden|telefonieren|sprechen|zukommen|demo|vereinbaren
        `}
        (?:termin|telefonat|demo) (?:vereinbaren|ausmachen|w[aä]re)
        bitte (?:senden|schicken|rufen|melden)
        was kostet
        passt (?:mir|uns|gut|perfekt|bei)
        auf jeden fall
      `}`,
    ),
  ],
  [
    'interesse-fr',
    new RegExp(
      String.raw`(?:^|\W)${anyOf`
        (?:je suis|nous sommes|serais|serions|suis|sommes)(?: \S+){0,3} int[eé]ress[eé]e?s?
        (?:[cç]a|cela|votre \S+|ce) (?:m'|nous )?int[eé]resse
        (?:avec|volontiers)(?: plaisir)?(?=\W|$)
        (?:pouvez|pourriez|pourrions|peut|pouvons)[- ](?:vous|nous|on)(?: \S+){0,6} ${anyOf`
          envoyer|appeler|rappeler|rendez|rdv|tarifs?|devis|fixer|caler|convenir|parler|[eé]changer
        `}
        (?:prendre|fixer|convenir d')(?: un)? ?(?:rendez-vous|rdv)
        (?:quel|quels) (?:est|sont)(?: \S+){0,3} (?:prix|tarifs?|co[uû]t)
        (?:je|nous) ${anyOf`
          souhaite|souhaiterais|souhaitons|voudrais|voudrions|aimerais|aimerions
        `}(?! (?:ne|pas|me d[eé]s|[eê]tre retir))
        bonne id[eé]e
        me convient
        nous convient
        d'accord|parfait
      `}`,
    ),
  ],
  [
    'interes',
    new RegExp(
      String.raw`(?:^|\W)${anyOf`
        (?:me|nos) (?:interesa|encantar[ií]a|gustar[ií]a|parece (?:bien|interesante|perfecto|genial))
        (?:estoy|estamos|estar[ií]amos|estar[ií]a)(?: muy| bastante)? interesad[oa]s?
        (?:podr[ií]a|puede|podr[ií]an|pueden|podemos|podr[ií]amos|puedes)(?:s)?(?: \S+){0,6} ${anyOf`
          enviar\w*|llamar\w*|mandar\w*|reuni[oó]n|demo|precio\w*|cotizaci[oó]n|presupuesto|agendar
          hablar
        `}
        suena (?:bien|genial|interesante)
        (?:agendar|agendemos|programar|concretar) (?:una|la)
        cu[aá]nto cuesta
        con gusto
        claro que s[ií]
        de acuerdo
        perfecto
        por supuesto
        adelante
      `}(?=\W|$)`,
    ),
  ],
];
