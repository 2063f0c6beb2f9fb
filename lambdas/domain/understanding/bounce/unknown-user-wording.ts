import { anyOf } from '../../mail/any-of.ts';

/** Verbs, and at most one other word, between a recipient and what is wrong with it. */
const verb = String.raw`(?:is |was |are |or domain |does |do |has |you |\w{1,40} )`;

/** The account was there and is gone. */
export const isDeleted = new RegExp(anyOf`
  ${anyOf`
    account|mail ?box|user|recipient|address|person|employee|addressee
  `}(?: <?[^\s<>]{1,80}>?)? (?:is |was |has |have been |been |no longer ){1,4}(?:permanently )?${anyOf`
    deleted|removed|terminated|cancell?ed|erased|retired|abandoned|left
    closed (?:permanently|for good)
    permanently
    (?:with|at|employed|works?)\b
  `}
  (?:deleted|terminated|cancell?ed|removed) (?:account|mailbox|user|recipient)
  (?:account|mailbox) (?:deleted|terminated|cancell?ed|removed|closed permanently)
  permanently (?:closed|disabled|deleted|deactivated|removed)
  no longer (?:works?|employed|an? (?:employee|customer|subscriber|member))
`);

/** The domain has no such mailbox. */
export const userUnknown = new RegExp(anyOf`
  ${anyOf`
    user|account|recipient|receiver|mailbox|address|addressee|person|alias
    mail ?box
    \b(?<!message-)id|e-?mail|destinataire|benutzer|empf[aä]nger
  `}(?:'s)?(?: name| address| account| id| mailbox)?(?: <?[^\s<>]{1,80}(?:>:?)?|:)? ${verb}?${anyOf`
    unknown(?! (?:error|reason|failure|cause|status|problem))
    not found
    invalid
    not? exists?
    n[o']t exist
    doesn'?t exist
    not known
    not listed
    not valid
    not in (?:the )?(?:valid )?recipient
    is unavailable: user not
    no longer (?:exists|available|valid|active|in use|on server|here)
    could not be found
    couldn'?t be found
    unrouteable
    not (?:in|on) (?:our|this|the|lookup)
    undeliverable|unrecognized
    is not (?:a |our |on )?(?:known|valid|recogni[sz]ed|one|local)
    unbekannt|inconnu
    existiert nicht
    nicht vorhanden
  `}
  ${anyOf`
    unknown|invalid
    no such
    nonexistent|non-existent|bad|unrouteable|undeliverable|unrecognized|illegal
    not a valid
    ambiguous|wrong|incorrect
  `} ${anyOf`
    local[- ]?part
    local user
    user|account|recipient|mailbox|address|addressee|person|alias
    mail ?box
    e-?mail|virtual|users?'?s?
    mail drop
    destination mailbox
    destination address
    rcpt|contact|name|id
  `}
  no (?:such|valid|matching|mailbox|account|known|local)[^.;]{0,20}${anyOf`
    user|account|recipient|mailbox|address|person|here
    by that name
    alias|named|box|found
  `}
  (?:does|do|did) ?n[o']t (?:exist|have an? .{0,40}account|match any)
  doesn't have an? .{0,40}account
  isn't a known user
  user "[^"]{1,80}" (?:is |was )?(?:not (?:known|listed|found|recogni[sz]ed)|unknown)
  (?:can ?not|could not|couldn't|can't|did not|didn't|unable to) (?:find|locate|resolve|recognize) (?:your |the |a |an |this |any )?(?:such )?${anyOf`
    mail ?box|user|recipient|account|person|alias|e-?mail address|address
  `}
  non-?existent (?:hosts? or )?(?:users?|address|mailbox|recipient)
  recipient rejected - unknown
  (?:does|do) not (?:match|appear|have an? (?:account|mailbox)|correspond)
  is not a (?:known|valid|local)
  (?:no|not a?) (?:mailbox|user) (?:here|by|found|exists)
  unknown (?:or illegal|to|in|or (?:disabled|invalid))
  not our customer
  no alias(?:es)? found|can't accept user|rejected recipients?\b|nessun utente|(?:don't|do not) know \S{1,80} here
  unknown (?:domain|user) name
  recipnotfound|recipientnotfound
  recipient ?not ?found
  user ?not ?found
  unknownuser
  adr\.exrecipnotfound
  x-unix; (?:67|68)
  nobody (?:here )?by that name
  not listed in (?:domino|public|address|the)
  user .{0,60}not (?:listed|found|unique)
  there is no (?:user|one|such|account|mailbox)
  who are you talking about
  invalid final delivery
  550 (?:5\.1\.1|address unknown)
  unable to (?:find|locate|validate|verify) (?:recipient|user|address|alias)
  mailbox unavailable
  mailbox not (?:available|accessible)
  no mailbox (?:currently )?(?:available|here)?$
  no mail ?box (?:currently )?available
  (?:recipient|rcpt|addressee|mailbox) address rejected: ${anyOf`
    undeliverable|unknown|invalid
    user (?:unknown|not|is|does|doesn|name)
    no such
  `}
  unroutable address
  address (?:lookup|error)
  delivery to the following recipient failed permanently\.? \* [^ ]{1,320} does not
  name (?:is )?not (?:recognized|found|known)
  spelling (?:errors|of)
  check the (?:recipient|spelling|e-?mail address|address)
  address couldn't be found
  wasn't found at
  user not exist
  ユーザ|宛先不明|用户不存在|不存在
  alias (?:unknown|not)
  pas de compte
  n'existe pas
  no existe
  unable to deliver to <?[^\s<>]{1,320}>?: user
  5\.1\.10 resolver
  is not (?:an? )?(?:known|active|valid) (?:user|recipient|address|mailbox)
  rejected: user (?:unknown|not|is unknown|does|doesn)
  cuda_nsu
  unknown e-?mail
  invalid-recipient
  undeliverable address
  recipient (?:no longer|unknown|rejected: 5\.1)
  (?:is|was) (?:no longer|not) an? (?:valid|active|known|existing|working|current)
  @\S{1,100} (?:is )?(?:no longer|not) (?:valid|active|in use|exists|available|known|found)
  not known here
  email account that you tried to reach
`);
