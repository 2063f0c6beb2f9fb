import type { BounceReason } from '../../mail/bounce-reason.ts';
import { statusesIn } from './status.ts';

/**
 * Wording of real mail hosts, by reason, in the order that decides: the narrow before the wide (a full
 * mailbox may be reported under "recipient rejected", a blocked host under "access denied"). Each is matched
 * against lower-case text with blanks collapsed; none can match more than a few dozen characters.
 */
const wording: ReadonlyArray<readonly [reason: BounceReason, pattern: RegExp]> = [
  [
    'mailboxfull',
    /mailbox (?:is |has |was |size )?(?:been )?(?:full|exceed|over|limit)|mailbox.{0,30} (?:is full|full|exceeds? (?:allowed|the) )|over ?quota|out of (?:email )?(?:storage|disk) space|quota (?:is )?(?:exceed|full|violat|reached)|exceed(?:s|ed|ing)? (?:the |its |his |their |my )?(?:storage |mail ?box |disk |message |mail |maximum mailbox )*(?:quota|storage allocation|size limit allotted)|inbox is full|(?:disk|account|user'?s? mail) quota|account is full|insufficient (?:user |disk )?(?:quota|storage)|storage (?:limit|quota)|no space left for (?:this )?user|mailfolder is full|mail (?:folder|directory) (?:is )?full|maildir over|boite (?:du|pleine)|mailbox_full|mbox(?: |_)full|postfach (?:ist )?voll|over the maximum allowed (?:mailbox|number of messages)|has exceeded (?:the |its |his |their )?(?:max(?:imum)? )?(?:email |mail |disk )?(?:space|storage|quota|limit on)|too much mail data|user disk quota|exceeded the storage|not enough (?:disk|storage) space|delivery failed: over quota|quota ?exceeded|mail box .{0,30}(?:exceed|full)|too many messages on this mailbox|mailbox is almost full/,
  ],
  [
    'toolarge',
    /message (?:size )?(?:is )?too (?:large|big|long)|(?:message|mail|file|content) size (?:exceeds|limit|is over|is larger|violat)|exceeds (?:the )?(?:size limit|max(?:imum)? (?:message|mail|allowed|size|fixed)|maximum fixed|message size|incoming limit)|size (?:limit )?exceed|too big a message|message (?:file |header )?(?:too big|exceeds)|mail (?:data |file )?(?:is )?too (?:big|large)|larger than the (?:maximum|current|limit)|oversize|max message size|exceed message size|greater than the .{0,20}limit|resolver\.rst\.(?:send|recip)sizelimit|line limit exceeded/,
  ],
  [
    'hasmoved',
    /(?:user|account|recipient|mailbox|address|has) (?:has )?(?:been )?(?:moved|replaced) (?:to|by)|no longer (?:at|with) (?:this|us|the) |please use (?:the )?(?:new|following) address|changed (?:his|her|their|its) (?:e-?mail )?address|this address has been (?:replaced|changed)/,
  ],
  [
    'suspended',
    /(?:account|mailbox|user|recipient|address|e-?mail|mail|box|profile)[^.;]{0,50}?(?:\b| )(?:is |has been |was |are |currently |temporarily |been )+(?:disabled|suspended|inactive|deactivated|locked|blocked|frozen|unavailable|turned off|discontinued|not active|closed|restricted|expired)|(?:disabled|suspended|inactive|deactivated|frozen|locked|expired|dormant) (?:mailbox|account|user|recipient|e-?mail)|not allowed to receive mail|has been inactive|invalid\/inactive user|domain (?:is )?(?:currently )?suspended|no such user - inactive|user suspend|mailbox (?:is )?(?:currently )?(?:suspended|disabled|unavailable or access denied)|account (?:that you tried to reach is )?disabled|boite aux lettres (?:bloquee|desactivee)|recipient suspend|unpaid|account (?:closed|not activated)|mailbox frozen|inactive since|mailbox temporarily disabled/,
  ],
  [
    'authfailure',
    /\bdmarc\b|\bspf\b|\bdkim\b|sender policy framework|domain ?keys|(?:sender|mail|message|e-?mail) (?:is |was |are )?(?:not |un)authenticated|authentication (?:checks|results|information)|unauthenticated (?:e-?mail|mail|sender)|not pass(?:ed)? authentication|openspf|not authori[sz]ed to send (?:mail )?(?:from|for|on behalf)|forged sender/,
  ],
  [
    'virus',
    /\bvirus(?:es)?\b|malware|infected|trojan|\bworm\b|clamav|(?:executable|dangerous|potentially|banned|blocked|prohibited|illegal|forbidden) (?:file )?(?:attach|extension|file)|attachment (?:type )?(?:blocked|not allowed|rejected)/,
  ],
  [
    'ratelimited',
    /too many (?:connections|concurrent|messages|recipients|mails|e-?mails|sessions|bad commands|errors|unknown|invalid|smtp sessions)|rate[ -]?limit|rate (?:is )?(?:exceed|that prevents)|sending (?:too (?:fast|many|quickly)|rate|limit)|throttl|too fast|exceeded (?:the )?(?:\w+ )?(?:rate|connection|hourly|daily|sending|max defers)|(?:hourly|daily|sending) (?:limit|quota)|receiving mail (?:at a rate|too quickly)|maximum (?:number of )?(?:connections|concurrent|sessions|recipients|emails)|slow down|mail (?:sending )?limit|deferred due to user complaints|temporarily deferred|unusual rate|excessive (?:connections|message)|connection (?:frequency|limit|rate)|try again later \(?.{0,20}(?:limit|rate)/,
  ],
  [
    'spam',
    /\bspam\b|\bspam(?:my|assassin|detected|haus-?score|ming)|spam[ -]?(?:like|score|content|mail|message)|unsolicited|\bubea?\b|\bubee\b|\bube\b|\buce\b|bulk (?:mail|e-?mail) (?:reject|not)|junk ?mail|content (?:was |has been |is )?(?:identified|filtered|detected|classified)|looks like (?:spam|junk|bulk)|phish|bogofilter|rejected (?:by|due to) (?:anti-?spam|content|the content)|message (?:was )?(?:considered|identified as|classified as)|suspicious (?:url|link|content)|cloudmark|advertis(?:ement|ing)|(?:blocked|blacklisted|listed) (?:url|uri)|surbl|uribl|\bdbl\b/,
  ],
  [
    'blocked',
    /\bdns?[bw]l\b|black ?-?list|block ?-?list|blacklisted|blocklisted|spamhaus|spamcop|barracuda|sorbs|senderbase|\brbls?\b|\bpbl\b|\bsbl\b|\bxbl\b|proofpoint dynamic reputation|(?:bad|poor|low|negative|ip|sender|host|domain|your) reputation|reverse (?:dns|lookup|mapping)|\bptr\b|\brdns\b|(?:ip|client|host|server|connection|network|domain|mta)(?: address| name|\s?\[[^\]]{1,45}\]|'s ip)?[^.;]{0,40}(?:is|was|has been|are|been) (?:temporarily )?(?:blocked|banned|listed|blacklisted)|(?:blocked|banned|refused|rejected|denied) (?:by|for|from|your|due to)[^.;]{0,30}(?:\bip\b|\[\d|address is|reputation|blocklist|client host|server|poor)|client host (?:\[[^\]]{0,45}\] )?(?:rejected|blocked)|dynamic (?:ip|address|host|pool)|generic (?:host|reverse)|helo (?:command )?(?:rejected|access denied|name)|ehlo|access from (?:ip|your|\[)|cannot find your (?:reverse )?hostname|bad host|unresolvable|rejecting (?:connection|for)|connection (?:dropped|rejected|refused) by (?:policy|[a-z]+ filter)|too much spam|not accepting (?:mail|connections|messages) from (?:your|this|you|\[|unknown)|ip (?:address )?[\d.]+ (?:is |has )|ipcheck|^.{0,14}\bblocked\b|jmrpp|snds|block ?list|hostname lookup|invalid (?:ip|helo|hostname)|mail from [\d.]{7,15} |country|veto|bl (?:listed|check)|part of their network is on our block list|banned sending ip|your host (?:is|was|has)|denied \[[\d.]+\]|no access from mail server|access denied.{0,20}(?:\[|ip|host)/,
  ],
  [
    'suppressed',
    /suppress(?:ion|ed|ing)? (?:list|address)|on the (?:account |global )?suppression|address (?:is )?(?:on|in) (?:the|our) (?:suppression|bounce) list|email address suppressed|sending suppressed|previously (?:bounced|unsubscribed)|(?:is|been) suppressed|not delivering to previously bounced/,
  ],
  [
    'notaccept',
    /does not accept (?:any )?(?:mail|e-?mail|messages)|nullmx|null mx|(?:domain|host|server|system) (?:does|is|do)(?:es)? not (?:accept|receiv)|no longer accept|not accepting (?:any )?(?:mail|messages|e-?mail)|name server: \.|mail (?:server )?does not handle|is not configured to receive|mx 0 \.|we do not accept mail/,
  ],
  [
    'hostunknown',
    /host (?:or domain name )?(?:unknown|not found|lookup|name lookup)|unknown (?:host|domain|mail server)|name (?:service )?(?:error for|or service not known)|domain (?:\S{1,80} )?(?:is |does |name )?(?:not (?:found|exist)|doesn'?t exist|unknown|couldn'?t be found|invalid|could not be found|not valid)|no such (?:domain|host|mail host)|nxdomain|couldn't find any host|(?:can'?t|cannot|unable to|could not) (?:find|resolve|route)[^.;]{0,30}(?:host|domain|exchanger|dns|mx)|bad (?:destination )?(?:host|domain|system)|nonexistent domain|dns (?:error|lookup|query|failure|loop|server|type)|no (?:mx|dns|a record|matches to nameserver)|all relevant mx records|unrouteable mail domain|unroutable mail domain|mail exchanger|illegal host|domain (?:is )?not reachable|address resolution failed|host ?unknown|recipient'?s? (?:domain|mail server) (?:is )?(?:unknown|invalid|does)|domain is not (?:valid|one)|delivery to this domain is blocked|invalid domain|mx lookup|recipient domain|retry timeout exceeded: dns|name server/,
  ],
  [
    'userunknown',
    /(?:user|account|recipient|mailbox|address|addressee|person|alias|mail ?box|id|e-?mail|destinataire|benutzer|empf[aä]nger)(?:'s)?(?: name| address| account| id| mailbox)?(?: <?[^\s<>]{1,80}>?)?:? (?:is |was |are |or domain |does |do |has |you |\w+ )?(?:unknown|not found|invalid|not? exists?|n[o']t exist|doesn'?t exist|not known|not listed|not valid|no longer (?:exists|available|valid|active|in use|on server|here)|could not be found|couldn'?t be found|unrouteable|not (?:in|on) (?:our|this|the|lookup)|undeliverable|unrecognized|is not (?:a |our |on )?(?:known|valid|recogni[sz]ed|one|local)|unbekannt|inconnu|existiert nicht|nicht vorhanden)|(?:unknown|invalid|no such|nonexistent|non-existent|bad|unrouteable|undeliverable|unrecognized|illegal|not a valid|ambiguous|wrong|incorrect) (?:local[- ]?part|local user|user|account|recipient|mailbox|address|addressee|person|alias|mail ?box|e-?mail|virtual|users?'?s?|mail drop|destination mailbox|destination address|rcpt|contact|name|id)|no (?:such|valid|matching|mailbox|account|known|local)[^.;]{0,20}(?:user|account|recipient|mailbox|address|person|here|by that name|alias|named|box|found)|(?:does|do|did) ?n[o']t (?:exist|have an? .{0,40}account|match any)|doesn't have an? .{0,40}account|isn't a known user|is not a (?:known|valid|local)|(?:no|not a?) (?:mailbox|user) (?:here|by|found|exists)|unknown (?:or illegal|to|in|or (?:disabled|invalid))|not our customer|recipnotfound|recipientnotfound|recipient ?not ?found|user ?not ?found|unknownuser|adr\.exrecipnotfound|x-unix; (?:67|68)|nobody (?:here )?by that name|not listed in (?:domino|public|address|the)|user .{0,60}not (?:listed|found|unique)|there is no (?:user|one|such|account|mailbox)|who are you talking about|invalid final delivery|550 (?:5\.1\.1|address unknown)|unable to (?:find|locate|validate|verify) (?:recipient|user|address|alias)|mailbox unavailable|mailbox not (?:available|accessible)|(?:recipient|rcpt|addressee|mailbox) address rejected: (?:undeliverable|user|unknown|invalid|access denied|no such)|unroutable address|address (?:lookup|error)|delivery to the following recipient failed permanently\.? \* [^ ]+ does not|name (?:is )?not (?:recognized|found|known)|spelling (?:errors|of)|check the (?:recipient|spelling|e-?mail address|address)|address couldn't be found|wasn't found at|user not exist|ユーザ|宛先不明|用户不存在|不存在|alias (?:unknown|not)|pas de compte|n'existe pas|no existe|unable to deliver to <?[^\s<>]+>?: user|5\.1\.10 resolver|is not (?:an? )?(?:known|active|valid) (?:user|recipient|address|mailbox)|rejected: user |cuda_nsu|unknown e-?mail|invalid-recipient|undeliverable address|recipient (?:no longer|unknown|rejected: 5\.1)|email account that you tried to reach/,
  ],
  [
    'expired',
    /expired|queue (?:time|lifetime|too long)|too (?:long|old) (?:in queue|for)|(?:delivery|retry) time(?:out)? (?:has )?(?:expired|exceed|limit|ran)|retry time (?:not|limit)|retry timeout exceeded|could not be delivered for|(?:been|was) in the queue (?:too long|for)|time ?out (?:exceeded|waiting)|unable to (?:deliver|contact).{0,30}for (?:\d+|the (?:last|past)) (?:hour|day|minute)|not able to deliver within|delivery attempts? (?:limit|timed)|gave up|given up|giving up (?:after|on)|message (?:delivery )?(?:timed? ?out|has not been delivered)|queue\.expired|not (?:yet )?been delivered|retry.{0,20}limit|after \d+ (?:hours?|days?|attempts)|not responding|delivery (?:has been |was |is )?(?:delayed|deferred)|on the queue (?:too long|for)|exceeded the max(?:imum)? time/,
  ],
  [
    'relaydenied',
    /relay(?:ing)? (?:access )?(?:denied|not|is not|prohibited|disallowed|attempt|to|mail|rejected|for)|relay not permitted|not (?:permitted|allowed|authori[sz]ed|able) to relay|(?:unable|denied) to relay|relay (?:for|from|control|server|is)|insecure mail relay|no relay|we do not relay|rcpthosts|relaying|authentication (?:is )?required|smtp auth|must (?:be )?(?:authenticat|issue|login)|not (?:a )?gateway|this (?:is not|system is not|host is not).{0,20}(?:relay|my)|not local|domain isn't in my list/,
  ],
  [
    'senderrejected',
    /sender (?:address |domain |was |is |verify |e-?mail |)*(?:rejected|denied|invalid|unknown|not (?:found|allowed|verified|accepted)|fail|refused|must)|(?:rejected|invalid|bad|unknown|unverified|blocked|forbidden) (?:sender|from|return|envelope|reverse-path|mail from)|mail from (?:must|domain|address|command|<)|from (?:address|domain) (?:is |does |not )|(?:could not|couldn't|unable to|can't|cannot) verify (?:the )?(?:sender|from|<)|sender verify|domain of sender|return(?:[- ]path| address) (?:is )?(?:invalid|rejected|does|not)|no third-party|backscatter|send(?:er|ing) (?:host|domain)|not (?:permitted|allowed|have permission) to send|delivery restriction|restricted (?:recipient|sender|list)|only (?:members|accepts)|resolver\.rst\.(?:not ?auth|restricted|auth)|rejected sender|your (?:e-?mail|address|domain|message sender)/,
  ],
  [
    'mailererror',
    /command (?:failed|died|output|time limit|line|\S{0,40} (?:exited|failed))|pipe (?:to|command|transport)|exit (?:code|status)|\bmailer (?:error|failed|\S+ (?:died|exited))|procmail|maildrop|vacation|returned (?:status|exit)|x-unix; ?\d+|died with|\|\//,
  ],
  [
    'policy',
    /polic(?:y|ies)|prohibited|against (?:our|the) |not (?:permitted|allowed)|violat|administrative(?:ly)? (?:prohib|reject|denied)|closed mailing list|rule (?:imposed|reject)|denied by|transport\.rules|gr[ae]ylist|access control|forbid|blocked by|site (?:admin|policy)|greylisted|please (?:see|visit|try again)|not accept(?:ed)? (?:for|due)/,
  ],
  [
    'content',
    /content (?:reject|error|not|format)|bad (?:header|mime|message)|malformed|invalid (?:header|mime|format|content|character)|(?:header|subject|body|message-?id|from:? header|mime) (?:is |contains |error|invalid|missing)|(?:illegal|non-?ascii|8-?bit|bare|improper) (?:header|char|lf|cr|newline|data|use)|rfc ?5?28?22|duplicate header|conversion|routing loop|too many hops|hop count|mail loop|loop(?:s)? back|delivered-to|loop (?:detected|count)/,
  ],
  [
    'filtered',
    /filter|(?:recipient|user|mailbox) (?:rejected|refused|does not accept|has refused|not accepting)|refused by (?:the )?(?:recipient|mailbox|user)|rejected by (?:the )?(?:recipient|user)|not want to receive|due to (?:extended inactivity|domain settings|recipient preferences|filter)|permanent failure for one or more recipients|recipient (?:address )?rejected|message (?:was )?(?:refused|rejected)|resolver\.rst\.|because the recipient/,
  ],
  [
    'securityerror',
    /starttls|\btls\b|\bssl\b|certificate|encrypt|security (?:level|reasons|error)|authentication (?:turned|failed|unsuccessful)/,
  ],
  [
    'networkerror',
    /connection (?:timed ?out|refused|reset|closed|lost|dropped|was|failed|to)|network (?:is )?(?:unreachable|error|down)|no route|unreachable|could ?n[o']t (?:connect|contact|establish)|(?:can'?t|cannot|unable to|failed to) (?:connect|contact|establish|reach)|(?:remote host|server|host) (?:is )?(?:down|not (?:responding|available)|unavailable|closed|said: timeout|did not)|lost connection|timed? ?out|timeout|connection|i\/o error|broken pipe|econn|all hosts|operation not/,
  ],
  [
    'systemerror',
    /system (?:error|config|is|resources|failure|load|not|storage|full)|(?:internal|local|server|lookup|temporary|temporar(?:y|ily)|configuration|resource|software|processing) (?:error|fail|problem|lookup|system|issue|un)|can'?t (?:create|open|write)|(?:insufficient|out of) (?:system|memory|resources|swap)|disk full|no space|(?:out of|low) disk|loop|misconfig|unexpected|service (?:un|not|temporar|currently)|try (?:again )?later|maintenance|overload|queue file|aliasing|alias(?:es)? file|database|backend|cannot (?:append|open|create)|stat |permission denied|mail(?:box)? (?:is )?(?:busy|locked)|requested action (?:aborted|not taken)/,
  ],
  [
    'protocolerror',
    /syntax error|(?:command|argument|parameter|option|sequence)s? (?:not|un|in|is|was)|bad (?:sequence|command|argument|syntax)|protocol (?:error|violation)|unrecognized|out of order|need (?:rcpt|mail|helo)|5\.5\.[0-9]|improper|not implemented|malformed/,
  ],
];

/** Enhanced codes whose meaning is plain whatever the words are (RFC 3463 §3, RFC 7372, RFC 7505, vendors' lists). */
const byStatus: Readonly<Record<string, BounceReason>> = {
  '1.0': 'userunknown',
  '1.1': 'userunknown',
  '1.2': 'hostunknown',
  '1.3': 'userunknown',
  '1.4': 'userunknown',
  '1.6': 'hasmoved',
  '1.7': 'senderrejected',
  '1.8': 'senderrejected',
  '1.10': 'notaccept',
  '2.0': 'other',
  '2.1': 'suspended',
  '2.2': 'mailboxfull',
  '2.3': 'toolarge',
  '2.4': 'mailererror',
  '3.0': 'systemerror',
  '3.1': 'systemerror',
  '3.2': 'notaccept',
  '3.3': 'systemerror',
  '3.4': 'toolarge',
  '3.5': 'systemerror',
  '4.0': 'networkerror',
  '4.1': 'networkerror',
  '4.2': 'networkerror',
  '4.3': 'systemerror',
  '4.4': 'hostunknown',
  '4.5': 'ratelimited',
  '4.6': 'content',
  '4.7': 'expired',
  '5.0': 'protocolerror',
  '5.1': 'protocolerror',
  '5.2': 'protocolerror',
  '5.3': 'ratelimited',
  '5.4': 'protocolerror',
  '5.5': 'protocolerror',
  '6.0': 'content',
  '6.3': 'content',
  '6.5': 'content',
  '7.0': 'policy',
  '7.1': 'policy',
  '7.2': 'senderrejected',
  '7.3': 'securityerror',
  '7.4': 'securityerror',
  '7.5': 'securityerror',
  '7.7': 'content',
  '7.20': 'authfailure',
  '7.21': 'authfailure',
  '7.22': 'authfailure',
  '7.23': 'authfailure',
  '7.24': 'authfailure',
  '7.25': 'blocked',
  '7.26': 'authfailure',
  '7.27': 'senderrejected',
  '7.28': 'ratelimited',
};

/** Reads the reason off a diagnostic text and its status; `other` when neither says one. */
export function reasonOf(diagnostic: string, status: string | undefined): BounceReason {
  const text = diagnostic.slice(0, 2000).toLowerCase().replace(/\s+/g, ' ');
  const code = status ?? statusesIn(text)[0] ?? '';
  const coded = byStatus[code.slice(2)];
  const spoken = wordsOf(serverWords(text)) ?? wordsOf(text);
  // A plain code beats words that only say that something was refused; a vague one (x.y.0) does not.
  const isPlain = coded !== undefined && coded !== 'other' && !code.endsWith('.0');
  return spoken === undefined || (isPlain && isWide(spoken)) ? (coded ?? 'other') : spoken;
}

const wordsOf = (text: string): BounceReason | undefined => wording.find(([, pattern]) => pattern.test(text))?.[0];

/** What the refusing host said, without the reporter's own frame around it: from its reply code on. */
const serverWords = (text: string): string => {
  const start = text.search(/(?:^|[\s:>('"])[45]\d\d[ -]/);
  return start > 0 ? text.slice(start) : text;
};

const isWide = (reason: BounceReason): boolean =>
  ['policy', 'filtered', 'systemerror', 'networkerror', 'mailererror', 'protocolerror', 'securityerror'].includes(
    reason,
  );

/** Reasons that will not pass: the address or its host is gone for good. */
const permanent: ReadonlySet<BounceReason> = new Set(['userunknown', 'hasmoved', 'hostunknown', 'notaccept']);

/**
 * Whether the address is dead (`hard`) or may work another time (`soft`). Full mailboxes, blocks, policies and
 * expiries say nothing against the address, even under a 5xx code. A failure without a reason goes by its code.
 */
export function typeOf(
  reason: BounceReason,
  status: string | undefined,
  action: string | undefined,
  replyCode?: string,
): 'hard' | 'soft' {
  if (action === 'delayed') return 'soft';
  if (permanent.has(reason)) return 'hard';
  return reason === 'other' && !(status ?? replyCode)?.startsWith('4') ? 'hard' : 'soft';
}
