import { anyOf } from '../../mail/any-of.ts';
import type { WordList } from './word-list.ts';

/** A no, however polite. */
export const negative: WordList = [
  [
    'not-interested',
    new RegExp(
      String.raw`\b${anyOf`
        (?:not|isn't|aren't|no longer|wasn't|never)(?: \w+){0,3} (?:interest(?:ed)?|keen)
        no interest
        lack of interest
        don't have (?:any |an )?interest
        do not have (?:any |an )?interest
      `}\b`,
    ),
  ],
  [
    'no-thanks',
    new RegExp(
      String.raw`\b${anyOf`
        no,? (?:thanks|thank you|thx)
        thanks,? but no
        thank you,? but no
        i'?ll pass
        we'?ll pass
        (?:going|have|decided) to pass
        hard pass
        pass on (?:this|it|that)
      `}\b`,
    ),
  ],
  [
    'no-need',
    new RegExp(
      String.raw`\b${anyOf`
        (?:do not|don't|doesn't|no longer|not|won't)(?: \w+){0,2} ${anyOf`
          need|require
          have (?:a |any )?(?:need|use|budget|requirement|plans?)
        `}
        no (?:need|use|budget|requirement|plans?)\b(?! to (?:worry|apologi))
        not in (?:the |our )?(?:market|budget)
        not looking (?:for|to)
        (?:we're|we are|i'm|i am) (?:all set|happy with (?:our|my|what)|satisfied with (?:our|my)|covered)
      `}\b`,
    ),
  ],
  [
    'not-a-fit',
    new RegExp(
      String.raw`\b${anyOf`
        (?:not|isn't|wasn't|won't be)(?: \w+){0,3} (?:a )?(?:good |right |great |best )?${anyOf`
          fit|match|relevant|suitable
          for us
          for me
          applicable
        `}
        doesn't (?:fit|work for|apply|suit)
        does not (?:fit|apply|suit)
        wrong (?:person|company)(?! to)
        decided (?:not to|against|to go with (?:another|a different|someone))
        (?:gone|went|going) with (?:another|a different|someone|somebody|a competitor)
        chosen (?:another|a different)
        (?:already|recently) ${anyOf`
          have|use|using|signed
          work(?:ing)? with
          went with
          chose|chosen
        `} (?:a|an|another|with)?
      `}\b`,
    ),
  ],
  [
    'decline',
    new RegExp(
      String.raw`\b${anyOf`
        (?:i|we)(?: must| will| would| have to|'ll|'d)?(?: \w+){0,2} (?:decline|reject|refuse)
        won't be (?:moving|going|proceeding|able|taking)
        will not be (?:moving|going|proceeding|taking)
        not (?:moving|going|proceed(?:ing)?) (?:forward|ahead|with)
        not going to (?:work|happen|proceed)
      `}\b`,
    ),
  ],
  [
    'kein-interesse',
    new RegExp(
      String.raw`\b${anyOf`
        kein(?:en|erlei)? (?:interesse|bedarf|verwendung|budget)
        nicht (?:interessiert|relevant|in frage|passend|ben[oö]tig\w*|gebrauch\w*)
        kommt (?:f[uü]r uns |f[uü]r mich )?nicht in frage
        nein,? (?:danke|vielen dank)
        danke,? (?:aber )?nein
        (?:passt|brauchen|ben[oö]tigen|brauche|ben[oö]tige)(?: \S+){0,4} nicht
        haben uns (?:anders|f[uü]r (?:einen anderen|eine andere|ein anderes)(?: \S+){0,2}) entschieden
        m[oö]chten (?:wir |ich )?(?:absagen|ablehnen)
        sind (?:bereits|schon) (?:versorgt|gut aufgestellt)
        absage
      `}\b`,
    ),
  ],
  [
    'pas-interesse',
    new RegExp(
      String.raw`\b${anyOf`
        pas (?:du tout |vraiment )?int[eé]ress[eé]e?s?
        (?:aucun|pas d'|sans) ?(?:int[eé]r[eê]t|besoin)
        (?:n'avons|n'ai) (?:pas|plus|aucun)(?: de| d')? ?(?:besoin|budget|projet)
        non,? merci
        merci,? mais (?:non|nous (?:ne|avons))
        ne (?:correspond|convient|nous int[eé]resse|m'int[eé]resse)(?: \S+){0,3} pas
        (?:nous avons|j'ai) d[eé]j[aà] (?:un|une|ce)
        (?:je|nous) (?:pr[eé]f[eè]r\w+ )?d[eé]clin\w+
        pas donner suite
      `}(?=\W|$)`,
    ),
  ],
  [
    'no-interesa',
    new RegExp(
      String.raw`\b${anyOf`
        no (?:estoy|estamos|nos|me|tenemos|tengo|est[aá] en)(?: \S+){0,2} ?${anyOf`
          interesad[oa]s?|interesa|inter[eé]s|necesidad|presupuesto
        `}
        no,? gracias
        gracias,? pero no
        no (?:lo |la )?(?:necesit\w+|requerimos|encaja|nos encaja|es para nosotros)
        ya (?:tenemos|contamos con|trabajamos con|usamos)
        (?:hemos decidido|decidimos) (?:no|otr\w+)
        sin inter[eé]s
        declin(?:o|amos|ar)
      `}(?=\W|$)`,
    ),
  ],
  [
    'leave-me',
    new RegExp(
      String.raw`\b${anyOf`
        leave (?:me|us) alone
        (?:this is|reported? (?:as|you|this)) (?:spam|harassment)
        go away
        lassen sie mich in ruhe
        laissez[- ](?:moi|nous) tranquilles?
        d[eé]j(?:e|en)me en paz
      `}\b`,
    ),
  ],
  [
    'wants-to-stop',
    new RegExp(
      String.raw`\b${anyOf`
        cancel (?:my|our|the) (?:account|subscription|contract|order|trial)
        k[uü]ndig(?:e|en|ung)
        r[eé]sili(?:er|ation|e)
        cancelar (?:mi|nuestra?|el|la) (?:cuenta|suscripci[oó]n|contrato)
      `}\b`,
    ),
  ],
];

/** Not now: neither yes nor no. */
export const softNegative: WordList = [
  [
    'not-now',
    new RegExp(
      String.raw`\b${anyOf`
        not ${anyOf`
          right now
          at (?:this|the) (?:time|moment|point|stage)
          now|yet|currently
          this (?:year|quarter|month)
        `}
        maybe (?:later|next|in)
        (?:later|next) (?:this|year|quarter|month)
        (?:circle|check|follow|get|reach|come) (?:back|up|out)(?: \w+){0,4} (?:in|next|after|later|when)
        too busy
        bad time(?:ing)?
        derzeit nicht
        momentan nicht
        aktuell nicht
        zurzeit nicht
        im moment nicht
        sp[aä]ter
        n[aä]chstes (?:jahr|quartal)
        pas (?:pour le moment|maintenant|actuellement|en ce moment)
        plus tard
        l'ann[eé]e prochaine
        por ahora no
        ahora no
        de momento no
        en este momento no
        m[aá]s adelante
        el pr[oó]ximo (?:a[nñ]o|trimestre)
      `}(?=\W|$)`,
    ),
  ],
];
