import { anyOf } from '../../mail/any-of.ts';

/** The thing that a quota limits, with a blank behind it. */
const quotaOf = '(?:storage |mail ?box |disk |message |mail |maximum mailbox )';

/** The mailbox is over its quota. */
export const mailboxFull = new RegExp(anyOf`
  mailbox (?:is |has |was |size )?(?:been )?(?:full|exceed|over|limit)
  mailbox.{0,30} (?:is full|full|exceeds? (?:allowed|the) )
  over ?quota
  out of (?:email )?(?:storage|disk) space
  quota (?:is )?(?:exceed|full|violat|reached)
  exceed(?:s|ed|ing)? (?:the |its |his |their |my )?${quotaOf}*${anyOf`
    quota
    storage allocation
    size limit allotted
  `}
  inbox is full
  (?:disk|account|user'?s? mail) quota
  account is full
  insufficient (?:user |disk )?(?:quota|storage)
  storage (?:limit|quota)
  no space left for (?:this )?user
  mailfolder is full
  mail (?:folder|directory) (?:is )?full
  maildir over
  boite (?:du|pleine)
  mailbox_full
  mbox(?: |_)full
  postfach (?:ist )?voll
  over the maximum allowed (?:mailbox|number of messages)
  has exceeded (?:the |its |his |their )?(?:max(?:imum)? )?(?:email |mail |disk )?(?:space|storage|quota|limit on)
  too much mail data
  user disk quota
  exceeded the storage
  not enough (?:disk|storage) space
  delivery failed: over quota
  quota ?exceeded
  mail box .{0,30}(?:exceed|full)
  too many messages on (?:this|the) (?:mailbox|server)
  mailbox is almost full
  (?:mail ?box|inbox|mail ?folder|mail ?drop|account|quota) (?:is |has )?(?:over ?(?:full|flow)|overflow|been filled|reached)
  user is over ?flow
`);

/** The recipient has another address now. */
export const hasMoved = new RegExp(anyOf`
  (?:user|account|recipient|mailbox|address|has) (?:has )?(?:been )?(?:moved|replaced) (?:to|by)
  no longer (?:at|with) (?:this|us|the)\x20
  please use (?:the )?(?:new|following) address
  changed (?:his|her|their|its) (?:e-?mail )?address
  @[^\s<>]{1,80}>? has moved
  user not local; please try
  user has moved
  mailbox (?:has )?moved
  this address has been (?:replaced|changed)
`);

/** The account is there and switched off. */
export const suspended = new RegExp(anyOf`
  \b${anyOf`
    account|mail ?box|user|recipient|e-?mail address|address|e-?mail|box|profile
  `}\b[^.;]{0,50}?(?:\b| )(?:is |has been |was |are |currently |temporarily |been )+${anyOf`
    disabled|suspended|inactive|deactivated|locked|blocked|frozen|unavailable
    turned off
    discontinued
    not active
    closed|restricted|expired
  `}
  \b(?:account|mail ?box|user)(?: <?[^\s<>]{1,80}>?)?:? ${anyOf`
    disabled|suspended|inactive|deactivated|locked|frozen|dormant|closed
  `}
  ${anyOf`
    disabled|suspended|inactive|deactivated|frozen|locked|expired|dormant
  `} (?:mailbox|account|user|recipient|e-?mail)
  not allowed to receive mail
  has been inactive
  invalid\/inactive user
  domain (?:is )?(?:currently )?suspended
  no such user - inactive
  user suspend
  mailbox (?:is )?(?:currently )?(?:suspended|disabled|unavailable or access denied)
  account (?:that you tried to reach is )?disabled
  boite aux lettres (?:bloquee|desactivee)
  recipient suspend
  unpaid
  account (?:closed|not activated)
  mailbox frozen
  inactive since
  mailbox temporarily disabled
  mailbox unavailable or access denied
`);

/** The sending service keeps the address on a list of its own. */
export const suppressed = new RegExp(anyOf`
  suppress(?:ion|ed|ing)? (?:list|address)
  on the (?:account |global )?suppression
  address (?:is )?(?:on|in) (?:the|our) (?:suppression|bounce) list
  email address suppressed
  sending suppressed
  previously (?:bounced|unsubscribed)
  (?:is|been) suppressed
  not delivering to previously bounced
`);

/** The domain takes no mail (RFC 7505 and its like). */
export const acceptsNoMail = new RegExp(anyOf`
  does not accept (?:any )?(?:mail|e-?mail|messages)\b(?! from)
  nullmx
  null mx
  (?:domain|host|server|system) (?:does|is|do)(?:es)? not (?:accept|receiv)
  no longer accept
  not accepting (?:any )?(?:mail|messages|e-?mail)\b(?! from)
  name server: \.
  mail (?:server )?does not handle
  is not configured to receive
  mx 0 \.
  we do not accept mail
`);

/** The domain does not exist, or has no host for mail. */
export const hostUnknown = new RegExp(anyOf`
  host (?:or domain name )?(?:unknown|not found)
  host \S{1,100} (?:was |is )?(?:not found|unknown)
  host (?:address )?lookups? failed permanently
  domain lookup failed
  unknown (?:host|domain|mail server)
  name service error for
  name or service not known
  domain (?:\S{1,80} )?(?:is |does |name )?${anyOf`
    not (?:found|exist)
    doesn'?t exist
    no longer exist
    unknown
    couldn'?t be found
    invalid
    could not be found
    not valid
  `}
  no such (?:domain|host|mail host)
  nxdomain
  couldn't find any host
  (?:can'?t|cannot|unable to|could not) (?:find|resolve|route)[^.;]{0,30}(?:host|domain|exchanger|dns|mx)
  bad (?:destination )?(?:host|domain|system)
  nonexistent domain
  dns (?:error|hard error|type)
  no (?:mx|dns|a record|matches to nameserver)
  all relevant mx records
  unrouteable mail domain
  unroutable mail domain
  mail exchanger
  illegal host
  domain (?:is )?not reachable
  address resolution failed
  host ?unknown
  recipient'?s? (?:domain|mail server) (?:is )?(?:unknown|invalid|does)
  domain is not (?:valid|one)
  delivery to this domain is blocked
  invalid domain
  mx lookup
  recipient domain
  retry timeout exceeded: dns
  name server
`);

/** Verbs, and at most one other word, between a recipient and what is wrong with it. */
const verb = String.raw`(?:is |was |are |or domain |does |do |has |you |\w+ )`;

/** The account was there and is gone. */
export const isDeleted = new RegExp(anyOf`
  ${anyOf`
    account|mail ?box|user|recipient|address|person|employee|addressee
  `}(?: <?[^\s<>]{1,80}>?)? (?:is |was |has |has been |have been |been |no longer )+(?:permanently )?${anyOf`
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
    id|e-?mail|destinataire|benutzer|empf[aä]nger
  `}(?:'s)?(?: name| address| account| id| mailbox)?(?: <?[^\s<>]{1,80}>?)?:? ${verb}?${anyOf`
    unknown
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
  (?:recipient|rcpt|addressee|mailbox) address rejected: ${anyOf`
    undeliverable|unknown|invalid
    user (?:unknown|not|is|does|doesn|name)
    no such
  `}
  unroutable address
  address (?:lookup|error)
  delivery to the following recipient failed permanently\.? \* [^ ]+ does not
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
  unable to deliver to <?[^\s<>]+>?: user
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
