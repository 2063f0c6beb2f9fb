import { anyOf } from '../../mail/any-of.ts';

/** The address that the mail comes from, as hosts call it; "returned to sender" is not about the sender's address. */
const senderName = String.raw`(?<!\bto )(?<!\bto the )(?<!\boriginal )(?:\b|_)${anyOf`
  (?:envelope |header |mail |message |smtp |your )?sender(?:'s|[- ]address)?(?: (?:e-?mail |domain|host|address|mailbox)){0,3}
  (?:envelope[- ]|header[- ]|mail[- ])from(?::| (?:address|domain|header))?
  from:? (?:address|domain|header)
  return(?:[- ]path|(?: e-?mail)? (?:address|domain))
  reverse[- ]path
  originator(?: address)?
  your (?:e-?mail )?(?:address|domain)
`}`;

/** Words between the sender and what is wrong with it: an address, a verb, a class of trouble. */
const between = String.raw`(?:[:;,]:? |<?[^\s<>@]{0,64}@[^\s<>]{1,100}(?:>[:;,.]{0,4})? |\([^()]{0,60}\):? |${anyOf`
  is|was|are|could|can|cannot|does|do|did|not|be|has|had|have|been|an?|of|in|on|the|your
  address|domain|verify|verification|check|callout|callback|user|mailbox|account
`}:? ){0,6}`;

/** A refusal of the sender's own address or domain: it says nothing about the recipient. */
export const senderRefused = new RegExp(anyOf`
  ${senderName}[>"']?:? ${between}${anyOf`
    rejected|denied|invalid|unknown|refused|undeliverable|unverified|unresolvable|unroutable|unrouteable
    not (?:be )?(?:found|known|valid|verif|exist|resolv|accept|in|on|allowed|permitted)
    null ?mx
    n't exist|n't resolve
    no (?:such|valid|mx|a record|dns|longer)
    (?:must|should) (?:exist|resolve|be|have)
    exist|resolve|fail|required|format|syntax
  `}
  ${anyOf`
    unknown|invalid|bad|unverified|unresolvable|nonexistent|non-existent|illegal|malformed|incorrect
    no such|not a valid|not valid
  `} (?:(?:user|domain|address|mail|host)(?: name)? )?(?:in |of |for |from )?(?:the |this |your )?${senderName}
  (?:domain|host|user|address|mailbox|records?|mx)(?: name)? (?:of|in|for) (?:the |this |your )?${senderName}
  (?:verif\w{1,8}|callback|callout|look ?up|find|resolve|validate)(?: \w{1,12}){0,5} <?${senderName}
  (?:domain name|fully qualified domain name) required for ${senderName}
  (?:verification|callback|callout)(?: \w{1,12}){0,4} <?sender address
  badmailfrom|bad mail ?from list
`);

/** A refusal of the name or of the address of the connecting host: it says nothing about the recipient. */
export const helloRefused = new RegExp(anyOf`
  \b(?:helo|ehlo)(?:\/(?:helo|ehlo))?(?: \S{1,100})? (?:command |argument |host ?name |name |identity |domain |is |was |an? |does ){0,6}${anyOf`
    rejected|denied|invalid|unknown|fail|bad|illegal|refused
    not (?:exist|found|resolve|valid|allowed|accept)
    must|need|should
  `}
  ${anyOf`
    unknown|invalid|bad|fake|forged|illegal|improper|unresolvable
  `} (?:(?:host)?name |host |domain ){0,3}(?:in |for )?(?:your )?\b(?:helo|ehlo)\b
  (?:in (?:reply|response) to|did not like our|after|error following) (?:the )?(?:helo|ehlo|initial connection)\b
  client host rejected
  (?:cannot|can't|could not|unable to) (?:find|resolve) your (?:reverse |host)
  (?:reverse dns|ptr record|rdns|reverse lookup)[^.;]{0,60}${anyOf`
    not exist|not found|required|missing|fail|invalid|no such|unknown
  `}
  no (?:valid )?(?:ptr|rdns|reverse dns)
  your (?:ip(?: address)?|host(?: ?name)?|server)(?: \S{1,60})? (?:has no|does not have|could not be|does not resolve|is not)
`);

/** The refused command was MAIL (RFC 5321 §4.1.1.2): no recipient was named yet. */
export const repliesToMail = new RegExp(anyOf`
  in (?:reply|response) to (?:the )?mail(?: from)?\b
  \bafter mail from\b
  (?:following|did not like our|response to|rejected our) mail(?: from)?\b
  >>> mail from:\S{1,330}(?: \S{1,60}){0,4} (?:<<< )?[45]\d\d
`);
