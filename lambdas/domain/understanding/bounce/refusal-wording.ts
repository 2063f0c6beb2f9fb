import { anyOf } from '../../mail/any-of.ts';

/** SPF, DKIM or DMARC failed. */
export const authenticationFailure = new RegExp(anyOf`
  \bdmarc\b|\bspf\b|\bdkim\b
  sender policy framework
  domain ?keys
  (?:sender|mail|message|e-?mail) (?:is |was |are )?(?:not |un)authenticated
  authentication (?:checks|results|information)
  unauthenticated (?:e-?mail|mail|sender)
  not pass(?:ed)? authentication
  openspf
  not authori[sz]ed to send (?:mail )?(?:from|for|on behalf)
  forged sender
`);

/** A scanner took an attachment for malware. */
export const virus = new RegExp(anyOf`
  \bvirus(?:es)?\b
  malware|infected|trojan|\bworm\b|clamav
  ${anyOf`
    executable|dangerous|potentially|banned|blocked|prohibited|illegal|forbidden
  `} (?:file )?(?:attach|extension|file)
  attachment (?:type )?(?:blocked|not allowed|rejected)
`);

/** Too much mail in too short a time. */
export const rateLimited = new RegExp(anyOf`
  too many ${anyOf`
    connections|concurrent|messages|recipients|mails|e-?mails|sessions
    bad commands
    errors|unknown|invalid
    smtp sessions
  `}
  rate[ -]?limit
  rate (?:is )?(?:exceed|that prevents)
  sending (?:too (?:fast|many|quickly)|rate|limit)
  throttl
  too fast
  exceeded (?:the )?(?:\w{1,40} )?(?:rate|connection|hourly|daily|sending|max defers)
  (?:hourly|daily|sending) (?:limit|quota)
  receiving mail (?:at a rate|too quickly)
  maximum (?:number of )?(?:connections|concurrent|sessions|recipients|emails)
  slow down
  mail (?:sending )?limit
  deferred due to user complaints
  temporarily deferred
  unusual rate
  excessive (?:connections|message)
  connection (?:frequency|limit|rate)
  try again later \(?.{0,20}(?:limit|rate)
`);

/** A filter took the content for spam. */
export const spam = new RegExp(anyOf`
  \bspam\b
  \bspam(?:my|assassin|detected|haus-?score|ming)
  spam[ -]?(?:like|score|content|mail|message)
  unsolicited|\bubea?\b|\bubee\b|\bube\b|\buce\b
  bulk (?:mail|e-?mail) (?:reject|not)
  junk ?mail
  content (?:was |has been |is )?(?:identified|filtered|detected|classified)
  looks like (?:spam|junk|bulk)
  phish|bogofilter
  rejected (?:by|due to) (?:anti-?spam|content|the content)
  message (?:was )?(?:considered|identified as|classified as)
  suspicious (?:url|link|content)
  cloudmark
  advertis(?:ement|ing)
  (?:blocked|blacklisted|listed) (?:url|uri)
  surbl|uribl|\bdbl\b
`);

/** The sending address or host is on a list. */
export const blocked = new RegExp(anyOf`
  \bdns?[bw]l\b
  black ?-?list
  block ?-?list
  blacklisted|blocklisted|spamhaus|spamcop|barracuda|sorbs|senderbase|\brbls?\b|\bpbl\b|\bsbl\b
  \bxbl\b
  proofpoint dynamic reputation
  (?:bad|poor|low|negative|ip|sender|host|domain|your) reputation
  reverse (?:dns|lookup|mapping)
  \bptr\b|\brdns\b
  ${anyOf`
    ip|client|host|server|connection|network|domain|mta
  `}(?: address| name|\s?\[[^\]]{1,45}\]|'s ip)?[^.;]{0,40}${anyOf`
    is|was|has been|are|been
  `} (?:temporarily )?(?:blocked|banned|listed|blacklisted)
  (?:blocked|banned|refused|rejected|denied) (?:by|for|from|your|due to)[^.;]{0,30}${anyOf`
    \bip\b|\[\d
    address is
    reputation|blocklist
    client host
    server|poor
  `}
  client host (?:\[[^\]]{0,45}\] )?(?:rejected|blocked)
  dynamic (?:ip|address|host|pool)
  generic (?:host|reverse)
  helo (?:command )?(?:rejected|access denied|name)
  ehlo
  access from (?:ip|your|\[)
  cannot find your (?:reverse )?hostname
  bad host
  unresolvable
  rejecting (?:connection|for)
  connection (?:dropped|rejected|refused) by (?:policy|[a-z]{1,40} filter)
  too much spam
  not accepting (?:mail|connections|messages) from (?:your|this|you|\[|unknown)
  ip (?:address )?[\d.]{1,45} (?:is |has )
  ipcheck
  rejecting banned|not in (?:our )?whitelist
  ^.{0,14}\bblocked\b
  jmrpp|snds
  block ?list
  hostname lookup
  invalid (?:ip|helo|hostname)
  mail from [\d.]{7,15}\x20
  country|veto
  bl (?:listed|check)
  part of their network is on our block list
  banned sending ip
  your host (?:is|was|has)
  denied \[[\d.]{1,45}\]
  no access from mail server
  access denied.{0,20}(?:\[|ip|host)
`);

/** Plain words of a refused relay, which name the host that is refused as well. */
export const relayRefused =
  /relay(?:ing)? (?:access )?(?:is )?(?:denied|not permitted|not allowed|prohibited)|(?:unable|not permitted|not allowed) to relay|allowed rcpthosts|use me \[?[^\]]{0,80}\]? ?as a relay/;

/** The host does not relay for the domain. */
export const relayDenied = new RegExp(anyOf`
  relay(?:ing)? (?:access )?(?:denied|not|is not|prohibited|disallowed|attempt|to|mail|rejected|for)
  relay not permitted
  not (?:permitted|allowed|authori[sz]ed|able) to relay
  (?:unable|denied) to relay
  relay (?:for|from|control|server|is)
  insecure mail relay
  no relay
  we do not relay
  rcpthosts|relaying
  authentication (?:is )?required
  requires? (?:smtp )?authentication
  smtp auth
  must (?:be )?(?:authenticat|issue|login)
  not (?:a )?gateway
  this (?:is not|system is not|host is not).{0,20}(?:relay|my)
  not local
  domain isn't in my list
`);

/** The sender of the envelope or of the header is refused. */
export const senderRejected = new RegExp(anyOf`
  sender (?:address |domain |was |is |verify |e-?mail ){0,6}${anyOf`
    rejected|denied|invalid|unknown
    not (?:found|allowed|verified|accepted)
    fail|refused|must
  `}
  ${anyOf`
    rejected|invalid|bad|unknown|unverified|blocked|forbidden
  `} (?:sender|from|return|envelope|reverse-path|mail from)
  mail from (?:must|domain|address|command|<)
  from (?:address|domain) (?:is |does |not )
  (?:could not|couldn't|unable to|can't|cannot) verify (?:the )?(?:sender|from|<)
  sender verify
  domain of sender
  return(?:[- ]path| address) (?:is )?(?:invalid|rejected|does|not)
  no third-party
  backscatter
  send(?:er|ing) (?:host|domain)
  not (?:permitted|allowed|have permission) to send
  delivery restriction
  restricted (?:recipient|sender|list)
  only (?:members|accepts)
  resolver\.rst\.(?:not ?auth|restricted|auth)
  rejected sender
  your (?:e-?mail address|address|domain|message sender)
`);

/** The recipient, or the group that the address is, takes no mail of this sender. */
export const closedToSender = new RegExp(anyOf`
  recipient'?s?'? preferences
  preferences of (?:the )?recipient
  (?:permission|right|rights|allowed|authori[sz]ed) to (?:post|send|write)
  (?:only|just) (?:accepts? )?(?:e-?mail|mail|messages)? ?(?:from )?(?:members|subscribers|internal|authenticated)
  (?:user|recipient|mailbox|account|owner) (?:has )?(?:chosen|configured|opted|set)[^.;]{0,40}(?:reject|refuse|block|not to)
  (?:external|outside|unknown) senders
  (?:user|recipient|mailbox) (?:is )?(?:currently )?not accepting (?:any )?(?:mail|messages|e-?mail)
  not in (?:the )?(?:list of )?(?:allowed|address book|contacts)
  (?:user|recipient|recipient id) refuses? to receive|recipient has blocked you|blocked by the (?:recipient|user)
  resolver\.rst\.not ?authorized
  not accepting (?:any )?(?:e-?mail|mail|messages) from (?!your (?:ip|server|host)|this (?:ip|server|host))
  sender ?not ?(?:authenticated|inallowedsenders|allowed)
`);

/** Some rule of the host refuses the mail. */
export const policy = new RegExp(anyOf`
  polic(?:y|ies)
  prohibited
  against (?:our|the)\x20
  not (?:permitted|allowed)
  violat
  administrative(?:ly)? (?:prohib|reject|denied)
  closed mailing list
  rule (?:imposed|reject)
  denied by
  transport\.rules|gr[ae]ylist
  access control
  forbid
  blocked by
  site (?:admin|policy)
  greylisted
  please (?:see|visit|try again)
  not accept(?:ed)? (?:for|due)
`);

/** The form of the mail is refused. */
export const content = new RegExp(anyOf`
  content (?:reject|error|not|format)
  bad (?:header|mime|message)
  malformed
  invalid (?:header|mime|format|content|character)
  (?:header|subject|body|message-?id|from:? header|mime) (?:is |contains |error|invalid|missing)
  (?:illegal|non-?ascii|8-?bit|bare|improper) (?:header|char|lf|cr|newline|data|use)
  rfc ?5?28?22
  duplicate header
  conversion
  routing loop
  too many hops
  hop count
  mail loop
  loop(?:s)? back
  delivered-to
  loop (?:detected|count)
`);

/** A filter of the recipient refuses the mail. */
export const filtered = new RegExp(anyOf`
  filter
  (?:recipient|user|mailbox) (?:rejected|refused|does not accept|has refused|not accepting)
  refused by (?:the )?(?:recipient|mailbox|user)
  rejected by (?:the )?(?:recipient|user)
  not want to receive
  due to (?:extended inactivity|domain settings|recipient preferences|filter)
  permanent failure for one or more recipients
  recipient (?:address )?rejected
  message (?:was )?(?:refused|rejected)
  resolver\.rst\.
  because the recipient
`);
