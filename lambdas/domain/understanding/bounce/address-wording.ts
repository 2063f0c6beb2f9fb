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
  exceed(?:s|ed|ing)? (?:the |its |his |their |my )?${quotaOf}{0,3}${anyOf`
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
  (?:disk ?space|mail|size|dropfile size|usage) quota|quota usage exceeded|over the (?:allowed )?quota|over[- ]quota
  (?:not|n't) (?:have )?(?:enough|sufficient) (?:disk |mailbox |storage )?space
  \bfull (?:mail ?box|inbox)|(?:mail ?box|inbox) (?:is )?at capacity
  user has too many messages|mail file size exceeds|disabled temporar\w{1,4} for exceeding
  space has been used up|storage exceeded|insufficient system storage for
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
  `}\b[^.;]{0,50}?(?:\b| )(?:is |has been |was |are |currently |temporarily |been ){1,4}${anyOf`
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
  account expired|(?:is|temporar\w{0,3}) (?:currently )?(?:suspended|locked)\b
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

/** Not from this sender, or not just now: then it says nothing about the domain. */
const notNow = '(?! (?:from|at this|at the moment|now|currently|right now|until|for now|by))';

/** The domain takes no mail (RFC 7505 and its like). */
export const acceptsNoMail = new RegExp(anyOf`
  (?:(?:^|domain|host|server|system|\d )(?: \S{1,100})? ?|@\S{1,100}(?: \S{1,100})? )(?:does|do|is|will|are)(?: not|n't) (?:accept|receiv)(?:e|ing)? (?:any )?(?:mails?|e-?mails?|messages?|smtp)\b${notNow}
  [\w-]\.[a-z-]{2,24} (?:does|will)(?: not|n't) accept (?:any )?(?:mail|e-?mail|messages)\b${notNow}
  nullmx
  null mx
  no longer accepts? (?:mail|e-?mail|messages)\b${notNow}
  name server: \.
  mail (?:server )?does not handle
  is not configured to receive
  mx 0 \.
  we do not accept (?:any )?mail\b${notNow}
  (?:mail|smtp) (?:protocol|service) is not (?:supported|offered) (?:here|by|at)
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
