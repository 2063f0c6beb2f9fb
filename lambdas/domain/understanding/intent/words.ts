/** One rule: an id that says what was meant, and how people write it (lower case, straight apostrophes). */
type WordList = ReadonlyArray<readonly [id: string, pattern: RegExp]>;

/** A no, however polite. */
export const negative: WordList = [
  [
    'not-interested',
    /\b(?:(?:not|isn't|aren't|no longer|wasn't|never)(?: \w+){0,3} (?:interest(?:ed)?|keen)|no interest|lack of interest|don't have (?:any |an )?interest|do not have (?:any |an )?interest)\b/,
  ],
  [
    'no-thanks',
    /\b(?:no,? (?:thanks|thank you|thx)|thanks,? but no|thank you,? but no|i'?ll pass|we'?ll pass|(?:going|have|decided) to pass|hard pass|pass on (?:this|it|that))\b/,
  ],
  [
    'no-need',
    /\b(?:(?:do not|don't|doesn't|no longer|not|won't)(?: \w+){0,2} (?:need|require|have (?:a |any )?(?:need|use|budget|requirement|plans?))|no (?:need|use|budget|requirement|plans?)\b(?! to (?:worry|apologi))|not in (?:the |our )?(?:market|budget)|not looking (?:for|to)|(?:we're|we are|i'm|i am) (?:all set|happy with (?:our|my|what)|satisfied with (?:our|my)|covered))\b/,
  ],
  [
    'not-a-fit',
    /\b(?:(?:not|isn't|wasn't|won't be)(?: \w+){0,3} (?:a )?(?:good |right |great |best )?(?:fit|match|relevant|suitable|for us|for me|applicable)|doesn't (?:fit|work for|apply|suit)|does not (?:fit|apply|suit)|wrong (?:person|company)(?! to)|decided (?:not to|against|to go with (?:another|a different|someone))|(?:gone|went|going) with (?:another|a different|someone|somebody|a competitor)|chosen (?:another|a different)|(?:already|recently) (?:have|use|using|signed|work(?:ing)? with|went with|chose|chosen) (?:a|an|another|with)?)\b/,
  ],
  [
    'decline',
    /\b(?:(?:i|we)(?: must| will| would| have to|'ll|'d)?(?: \w+){0,2} (?:decline|reject|refuse)|won't be (?:moving|going|proceeding|able|taking)|will not be (?:moving|going|proceeding|taking)|not (?:moving|going|proceed(?:ing)?) (?:forward|ahead|with)|not going to (?:work|happen|proceed))\b/,
  ],
  [
    'kein-interesse',
    /\b(?:kein(?:en|erlei)? (?:interesse|bedarf|verwendung|budget)|nicht (?:interessiert|relevant|in frage|passend|ben[oö]tig\w*|gebrauch\w*)|kommt (?:f[uü]r uns |f[uü]r mich )?nicht in frage|nein,? (?:danke|vielen dank)|danke,? (?:aber )?nein|(?:passt|brauchen|ben[oö]tigen|brauche|ben[oö]tige)(?: \S+){0,4} nicht|haben uns (?:anders|f[uü]r (?:einen anderen|eine andere|ein anderes)(?: \S+){0,2}) entschieden|m[oö]chten (?:wir |ich )?(?:absagen|ablehnen)|sind (?:bereits|schon) (?:versorgt|gut aufgestellt)|absage)\b/,
  ],
  [
    'pas-interesse',
    /\b(?:pas (?:du tout |vraiment )?int[eé]ress[eé]e?s?|(?:aucun|pas d'|sans) ?(?:int[eé]r[eê]t|besoin)|(?:n'avons|n'ai) (?:pas|plus|aucun)(?: de| d')? ?(?:besoin|budget|projet)|non,? merci|merci,? mais (?:non|nous (?:ne|avons))|ne (?:correspond|convient|nous int[eé]resse|m'int[eé]resse)(?: \S+){0,3} pas|(?:nous avons|j'ai) d[eé]j[aà] (?:un|une|ce)|(?:je|nous) (?:pr[eé]f[eè]r\w+ )?d[eé]clin\w+|pas donner suite)(?=\W|$)/,
  ],
  [
    'no-interesa',
    /\b(?:no (?:estoy|estamos|nos|me|tenemos|tengo|est[aá] en)(?: \S+){0,2} ?(?:interesad[oa]s?|interesa|inter[eé]s|necesidad|presupuesto)|no,? gracias|gracias,? pero no|no (?:lo |la )?(?:necesit\w+|requerimos|encaja|nos encaja|es para nosotros)|ya (?:tenemos|contamos con|trabajamos con|usamos)|(?:hemos decidido|decidimos) (?:no|otr\w+)|sin inter[eé]s|declin(?:o|amos|ar))(?=\W|$)/,
  ],
  [
    'leave-me',
    /\b(?:leave (?:me|us) alone|(?:this is|reported? (?:as|you|this)) (?:spam|harassment)|go away|lassen sie mich in ruhe|laissez[- ](?:moi|nous) tranquilles?|d[eé]j(?:e|en)me en paz)\b/,
  ],
  [
    'wants-to-stop',
    /\b(?:cancel (?:my|our|the) (?:account|subscription|contract|order|trial)|k[uü]ndig(?:e|en|ung)|r[eé]sili(?:er|ation|e)|cancelar (?:mi|nuestra?|el|la) (?:cuenta|suscripci[oó]n|contrato))\b/,
  ],
];

/** Not now: neither yes nor no. */
export const softNegative: WordList = [
  [
    'not-now',
    /\b(?:not (?:right now|at (?:this|the) (?:time|moment|point|stage)|now|yet|currently|this (?:year|quarter|month))|maybe (?:later|next|in)|(?:later|next) (?:this|year|quarter|month)|(?:circle|check|follow|get|reach|come) (?:back|up|out)(?: \w+){0,4} (?:in|next|after|later|when)|too busy|bad time(?:ing)?|derzeit nicht|momentan nicht|aktuell nicht|zurzeit nicht|im moment nicht|sp[aä]ter|n[aä]chstes (?:jahr|quartal)|pas (?:pour le moment|maintenant|actuellement|en ce moment)|plus tard|l'ann[eé]e prochaine|por ahora no|ahora no|de momento no|en este momento no|m[aá]s adelante|el pr[oó]ximo (?:a[nñ]o|trimestre))(?=\W|$)/,
  ],
];

/** A yes, or a step towards one. */
export const positive: WordList = [
  [
    'interested',
    /\b(?:(?:i'm|i am|we're|we are|i'd be|would be|very|really|definitely|quite|am|are) (?:\w+ )?(?:interested|keen|intrigued|curious)|sounds? (?:good|great|interesting|perfect|like a plan|excellent|awesome|amazing|promising|fantastic)|looks? (?:good|great|interesting|promising|perfect)|(?:this|that|it) is (?:exactly|just) what|love (?:to|it|this|the)|(?:i'd|i would|we'd|we would|i will|we will) (?:be )?(?:love|like|happy|glad|delighted|pleased|welcome)(?! (?:not|to (?:cancel|stop|unsub))))\b/,
  ],
  [
    'meet',
    /\b(?:let(?:'s| us) (?:talk|chat|meet|schedule|set|do|book|connect|discuss|hop|jump|go|proceed|move|get started)|(?:schedule|set up|book|arrange|organi[sz]e|have|hop on|jump on) (?:a|an|some|the) (?:quick |short |brief )?(?:call|meeting|demo|chat|time|zoom|appointment|conversation|slot)|(?:works?|suits?|good|fine|free|available) (?:for me|for us|with me|on|at|next|this|tomorrow|any ?time)|give me a call|call me|(?:are|when are) you (?:free|available)|your (?:availability|calendar)|calendar invite|send (?:me |us |over )?(?:an? )?invite)\b/,
  ],
  [
    'send-more',
    /\b(?:(?:please |could you |can you |would you |kindly )(?:please )?(?:send|share|provide|forward|tell|explain|give|e-?mail|quote)\b(?! (?:no|me no))|send (?:me|us|over)(?: \w+){0,3} (?:info|information|details|pricing|quote|proposal|contract|offer|brochure|more)|(?:more|further|additional) (?:info|information|details)|tell me more|(?:what|how much)(?: \w+){0,4} (?:cost|price|pricing|charge|rates?)|pricing|(?:a |the )?quote for|want to (?:buy|order|purchase|try|sign|see|know|learn|start|move)|(?:ready|happy|willing|excited) to (?:buy|order|purchase|sign|start|move|go|proceed|try)|(?:place|placing) (?:an|the|our) order|sign me up|count me in|i'm in\b|we're in\b|go ahead|let's do it|yes,? please|yes!|absolutely|definitely|of course)(?=\W|$)/,
  ],
  [
    'interessiert',
    /(?:^|\W)(?:(?:sehr |grunds[aä]tzlich |durchaus )?(?:bin|sind|w[aä]re|w[aä]ren)(?: \S+){0,3} interessiert|(?:habe|haben|h[aä]tte|h[aä]tten)(?: \S+){0,2} (?:gro[sß]es |durchaus )?interesse|klingt (?:gut|interessant|spannend|toll|super|vielversprechend)|h[oö]rt sich (?:gut|interessant)|(?:gerne?|freue mich|freuen uns)(?=\W)|(?:k[oö]nnen|k[oö]nnten|w[uü]rden) (?:sie|wir|du)(?: \S+){0,6} (?:termin|angebot|schicken|senden|zusenden|telefonieren|sprechen|zukommen|demo|vereinbaren)|(?:termin|telefonat|demo) (?:vereinbaren|ausmachen|w[aä]re)|bitte (?:senden|schicken|rufen|melden)|was kostet|passt (?:mir|uns|gut|perfekt|bei)|auf jeden fall)/,
  ],
  [
    'interesse-fr',
    /(?:^|\W)(?:(?:je suis|nous sommes|serais|serions|suis|sommes)(?: \S+){0,3} int[eé]ress[eé]e?s?|(?:[cç]a|cela|votre \S+|ce) (?:m'|nous )?int[eé]resse|(?:avec|volontiers)(?: plaisir)?(?=\W|$)|(?:pouvez|pourriez|pourrions|peut|pouvons)[- ](?:vous|nous|on)(?: \S+){0,6} (?:envoyer|appeler|rappeler|rendez|rdv|tarifs?|devis|fixer|caler|convenir|parler|[eé]changer)|(?:prendre|fixer|convenir d')(?: un)? ?(?:rendez-vous|rdv)|(?:quel|quels) (?:est|sont)(?: \S+){0,3} (?:prix|tarifs?|co[uû]t)|(?:je|nous) (?:souhaite|souhaiterais|souhaitons|voudrais|voudrions|aimerais|aimerions)(?! (?:ne|pas|me d[eé]s|[eê]tre retir))|bonne id[eé]e|me convient|nous convient|d'accord|parfait)/,
  ],
  [
    'interes',
    /(?:^|\W)(?:(?:me|nos) (?:interesa|encantar[ií]a|gustar[ií]a|parece (?:bien|interesante|perfecto|genial))|(?:estoy|estamos|estar[ií]amos|estar[ií]a)(?: muy| bastante)? interesad[oa]s?|(?:podr[ií]a|puede|podr[ií]an|pueden|podemos|podr[ií]amos|puedes)(?:s)?(?: \S+){0,6} (?:enviar\w*|llamar\w*|mandar\w*|reuni[oó]n|demo|precio\w*|cotizaci[oó]n|presupuesto|agendar|hablar)|suena (?:bien|genial|interesante)|(?:agendar|agendemos|programar|concretar) (?:una|la)|cu[aá]nto cuesta|con gusto|claro que s[ií]|de acuerdo|perfecto|por supuesto|adelante)(?=\W|$)/,
  ],
];

/** Words that neither help nor hinder: questions, referrals, acknowledgements. */
export const neutral: WordList = [
  [
    'referral',
    /\b(?:(?:you should|please|best to|better to) (?:contact|speak|talk|reach|write|ask)|(?:forward(?:ed|ing)?|pass(?:ed|ing)?) (?:this|your|it)|right person|in charge of|responsible for|not (?:my|the) (?:area|department|right person)|zust[aä]ndig|ansprechpartner|weitergeleitet|transmis|transf[eé]r[eé]|responsable de|encargad[oa])\b/,
  ],
  [
    'acknowledged',
    /^\W*(?:ok(?:ay)?|thanks?|thank you|got it|noted|received|danke|vielen dank|verstanden|merci|bien re[cç]u|gracias|recibido|entendido)\b/,
  ],
  ['question', /\?/],
];
