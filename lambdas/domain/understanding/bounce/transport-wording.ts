import { anyOf } from '../../mail/any-of.ts';

/** The mail is larger than the host allows. */
export const tooLarge = new RegExp(anyOf`
  message (?:size )?(?:is )?too (?:large|big|long)
  (?:message|mail|file|content) size (?:exceeds|limit|is over|is larger|violat)
  exceeds (?:the )?${anyOf`
    size limit
    max(?:imum)? (?:message|mail|allowed|size|fixed)
    maximum fixed
    message size
    incoming limit
  `}
  size (?:limit )?exceed
  too big a message
  message (?:file |header )?(?:too big|exceeds)
  mail (?:data |file )?(?:is )?too (?:big|large)
  larger than the (?:maximum|current|limit)
  oversize
  max message size|message length exceeds|maximum (?:inbound )?message size|\bsize limit\b
  exceed message size
  greater than the .{0,20}limit
  resolver\.rst\.(?:send|recip)sizelimit
  line limit exceeded
`);

/** The queue gave the mail up. */
export const expired = new RegExp(anyOf`
  expired
  queue (?:time|lifetime|too long)|allowed queue period
  too (?:long|old) (?:in queue|for)
  (?:delivery|retry) time(?:out)? (?:has )?(?:expired|exceed|limit|ran)
  retry time (?:not|limit)
  retry timeout exceeded
  could not be delivered for
  (?:been|was) in the queue (?:too long|for)
  time ?out (?:exceeded|waiting)
  unable to (?:deliver|contact).{0,30}for (?:\d{1,9}|the (?:last|past)) (?:hour|day|minute)
  not able to deliver within
  delivery attempts? (?:limit|timed)
  gave up
  given up
  giving up (?:after|on)
  message (?:delivery )?(?:timed? ?out|has not been delivered)
  queue\.expired
  not (?:yet )?been delivered
  retry.{0,20}limit
  after (?:\d{1,9}|many|several|multiple|too many|repeated|all|numerous) (?:hours?|days?|attempts|tries|retries|times)
  (?:we are|i'm|now) giving up|giving up
  too many (?:attempts|retries|delivery attempts)
  \d (?:failed |delivery )?attempts
  retr(?:ies|y count) (?:exceeded|exhausted)
  not responding
  delivery (?:has been |was |is )?(?:delayed|deferred)
  on the queue (?:too long|for)
  exceeded the max(?:imum)? time
`);

/** A program behind the address failed. */
export const mailerError = new RegExp(anyOf`
  command (?:failed|died|output|time limit|line|\S{0,40} (?:exited|failed))
  pipe (?:to|command|transport)
  exit (?:code|status)
  \bmailer (?:error|failed|\S{1,100} (?:died|exited))
  procmail|maildrop|vacation
  returned (?:status|exit)
  x-unix; ?\d
  died with
  \|\/
`);

/** TLS or a certificate failed. */
export const securityError = new RegExp(anyOf`
  starttls|\btls\b|\bssl\b|certificate|encrypt
  security (?:level|reasons|error)
  authentication (?:turned|failed|unsuccessful)
`);

/** No connection to the host. */
export const networkError = new RegExp(anyOf`
  connection (?:timed ?out|refused|reset|closed|lost|dropped|was|failed|to)
  network (?:is )?(?:unreachable|error|down)
  no route
  unreachable
  could ?n[o']t (?:connect|contact|establish)
  (?:can'?t|cannot|unable to|failed to) (?:connect|contact|establish|reach)
  (?:remote host|server|host) (?:is )?${anyOf`
    down
    not (?:responding|available)
    unavailable|closed
    said: timeout
    did not
  `}
  lost connection
  timed? ?out
  timeout|connection
  i\/o error
  broken pipe
  econn
  all hosts
  operation not
`);

/** The host has an error of its own. */
export const systemError = new RegExp(anyOf`
  system (?:error|config|is|resources|failure|load|not|storage|full)
  ${anyOf`
    internal|local|server|lookup|temporary
    temporar(?:y|ily)
    configuration|resource|software|processing
  `} (?:error|fail|problem|lookup|system|issue|un)
  can'?t (?:create|open|write)
  (?:insufficient|out of) (?:system|memory|resources|swap)
  disk full
  no space
  (?:out of|low) disk
  loop|misconfig|unexpected
  service (?:un|not|temporar|currently)
  try (?:again )?later
  maintenance|overload
  queue file
  aliasing
  alias(?:es)? file
  database|backend
  cannot (?:append|open|create)
  stat\x20
  permission denied
  mail(?:box)? (?:is )?(?:busy|locked)
  requested action (?:aborted|not taken)
`);

/** A command of SMTP is refused. */
export const protocolError = new RegExp(anyOf`
  syntax error
  (?:command|argument|parameter|option|sequence)s? (?:not|un|in|is|was)
  bad (?:sequence|command|argument|syntax)
  protocol (?:error|violation)
  unrecognized
  out of order
  need (?:rcpt|mail|helo)
  5\.5\.[0-9]|improper
  not implemented
  malformed
`);

/** Names of the system that finds the host of a domain. */
const dns = anyOf`
  \bdns\b|host name lookup|host lookup|name ?server|name service|type=mx|\bmx (?:record|lookup|host|for)|\bmxs\b|\(mx\)|\bcname|domain name|host not found
  host address lookup
`;

const passing = anyOf`
  temporar|try again|tryagain|timed? ?out|not complete|servfail|soft error|no response
  unreachable|unable to reach|could be reached|not be reached|serverfailure|query fail|lookup failure|not respon
`;

/** The domain may exist: its name service gave no answer this time. */
export const passingDnsTrouble = new RegExp(anyOf`
  ${dns}(?:[^.;]|\.(?! )){0,80}${passing}
  ${passing}(?:[^.;]|\.(?! )){0,80}${dns}
  dns server failure
  servfail
`);

/** The recipient may exist: the host could not find out this time. */
export const passingAccountTrouble = new RegExp(anyOf`
  (?:user|recipient|address|account|mailbox|alias)[^.;]{0,40}(?:lookup|verification|database)[^.;]{0,30}${anyOf`
    temporar|in progress|unavailable|try again|fail|error|defer
  `}
  temporary (?:lookup|user lookup|recipient lookup|authentication) (?:failure|error)
  unverified address
  lowest numbered mx record points to local host
`);
