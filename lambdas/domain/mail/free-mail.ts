/**
 * Domains that hand out mailboxes to the public: an address there says nothing about its owner's company.
 * The list is kept by hand. A missing domain creates a company record that a person deletes, so a doubtful one is in it.
 */
const mailboxProviders = `
  012.net.il 013.net 021.net 123mail.org 126.com 139.com 163.com 163.net 188.com 189.cn 1gb.ru 21cn.com 263.net
  2911.net 37.com 3ammagazine.com 3mail.ru 4mg.com 9online.fr a1.net aapt.net.au absamail.co.za abv.bg accesscomm.ca
  actrix.co.nz adam.com.au adelphia.net adinet.com.uy aeiou.pt aim.com airmail.net airpost.net airtelmail.in
  albawaba.com alice-dsl.de alice-dsl.net alice.it aliceadsl.fr aliceposta.it aliyun.com altavista.com ameritech.net
  amis.net amorki.pl ananzi.co.za angelfire.com anonymize.com aon.at apollo.lv arcor.de arnet.com.ar aruba.it
  asahi-net.or.jp asia.com atlas.cz atlas.sk att.com.mx att.net attbi.com austin.rr.com autograf.pl azet.sk
  bahnhof.se bangkok.com base.be batelco.com.bh bbox.fr belgacom.net bell.net bellatlantic.net bellsouth.net
  berlin.de bezeqint.co.il bezeqint.net bezeqint.net.il bharatmail.com bigfoot.com biglobe.ne.jp bigmir.net
  bigpond.com bigpond.com.au bigpond.net.au bizhosting.com bk.ru blackplanet.com blu.it bluemail.ch bluewin.ch
  blueyonder.co.uk boardermail.com bol.com.br bolt.com bredband.net bresnan.net bright.net broadpark.no
  brturbo.com.br bsnl.in btconnect.com btinternet.com btopenworld.com bugmenot.com bumerang.ro buziaczek.pl byke.com
  c.dk c2i.net c3.hu cable.net.co cableamerica.com cableone.net caiway.nl canada.com cantv.net caramail.com
  caramail.fr caramail.ma care2.com casema.nl catholic.org cegetel.net centrum.cz centrum.sk centurylink.net
  centurytel.net chacuo.net chariot.net.au charm.net charter.net chat.ru cheerful.com chello.at chello.be chello.com
  chello.hu chello.nl chello.pl chello.sk chez.com china.com chol.com cincinnatibell.net citiz.net citromail.hu
  ciudad.com.ar claro.net.br clear.net.nz clearwire.net click21.com.br clicknet.ro clix.pt club-internet.fr cock.li
  cogeco.ca cogeco.net coldmail.com comcast.net comhem.se compuserve.com compuserve.de concentric.net
  consolidated.net consultant.com contactomail.com counsellor.com cox.net crosswinds.net cs.com ctemplar.com
  ctimail.com cu.cc cyber.net.pk cyberia.net.lb cybersmart.co.za cytanet.com.cy dartybox.com dataone.in daum.net
  dbmail.com dejanews.com delfi.lt delfi.lv desertmail.com digikabel.hu dion.ne.jp diplomats.com dir.bg directbox.com
  disroot.org djaweb.dz dnainternet.fi dnainternet.net doctor.com dodgeit.com dodo.com.au dodo.net.au dr.com
  dreamwiz.com drei.at dropmail.me dslextreme.com duck.com e-kolay.net e-mail.ua earthlink.net eastlink.ca edpnet.be
  eim.ae eim.net.ae eircom.net elisanet.fi elitemail.org elvis.com email.com email.cz email.de email.it email.si
  email.ua emailn.de emailondeck.com embarqmail.com emirates.net.ae empal.com engineer.com entelchile.net enter.net
  epix.net epost.de eresmas.com erols.com etb.net.co eth.net eunet.at eunet.rs eunet.yu euphonynet.be europe.com
  euskaltel.net everyone.net ewe.net ewetel.net excite.co.jp excite.com excite.it execs.com execulink.com
  exemail.com.au eyou.com fastmail.com fastmail.fm fastmail.net fastmail.org fastmail.us fastwebnet.it
  fibertel.com.ar firemail.de flashmail.com forthnet.gr fortunecity.com foxmail.com fr.nf free.fr free.ua
  freechal.com freeler.nl freemail.de freemail.gr freemail.hu freemail.ru freenet.de freeserve.co.uk freesurf.ch
  freesurf.fr freeuk.com freeyellow.com frisurf.no front.ru frontier.com frontiernet.net fsmail.net fuse.net
  games.com gawab.com gazeta.pl gbg.bg gci.net geek.com genion.de geocities.com getmail.no globalnet.hr
  globalweb.com.br globo.com globomail.com glocalnet.net gmail.com gmial.com gmx-topmail.de gmx.li gnet.tn go.com
  go.ro go2.pl goo.jp googlemail.com gportal.hu grandecom.net greenmail.ch grr.la guerrillamail.com gyuvetch.bg
  hamptonroads.com hananet.net hanmail.net hellokitty.com hetnet.nl hey.com hidemyass.com hinet.net hispavista.com
  hispeed.ch hitel.net hol.gr homail.com home.nl home.ro home.se homemail.com hot.ee hotbot.com hotbox.ru hotmai.it
  hotmail.rs hotmal.com hotpop.com hspeed.ca htp-tel.de hughes.net hush.com hushmail.com i.am i.softbank.jp i.ua
  iafrica.com iam.net.ma ibest.com.br icloud.com icq.com idirect.com iespana.es ig.com.br ihug.co.nz iinet.net.au
  ik.me in.com in.gr inbox.com inbox.ee inbox.lt inbox.lv inbox.ru incredimail.com indamail.hu india.com
  indiatimes.com indosat.net.id inet.fi inet.hr infinito.it infinitum.com.mx infoseek.jp infovia.com.ar inode.at
  inorbit.com insightbb.com int.pl interaccess.com interfree.it interia.com interia.com.pl interia.eu interia.pl
  internet.ru internode.on.net invitel.hu inwind.it iol.cz iol.ie iol.it iol.pt iprimus.com.au ireland.com isat.co.za
  islamonline.net isr.co.il ist-allein.info iway.na iwon.com jaring.my jazztel.es jcom.home.ne.jp jippii.fi jmail.ovh
  journalist.com jubii.dk jumpy.it juno.com k.ro kabelbw.de kabelfoon.nl kabelmail.de kabelplus.at kabsi.at kakao.com
  kanguru.pt katamail.com keemail.me kiwibox.com knology.net koeln.de kolab.org kolabnow.com kolumbus.fi korea.com
  kpnmail.nl kpnplanet.nl krovatka.su kuwait.net land.ru lantic.net laposte.net latinmail.com lavabit.com lawyer.com
  lenta.ru lex.bg libero.it libertysurf.fr lineone.net link.net linuxmail.org list.ru live.com livedoor.com
  livemail.tw liwest.at look.ca lovemail.com luukku.com lv.lv lycos.co.kr lycosmail.de mac.com mail-me.com
  mail-online.dk mail.be mail.bg mail.by mail.ch mail.co.uk mail.com mail.com.tr mail.de mail.dk mail.ee mail.fr
  mail.gr mail.kz mail.lv mail.md mail.nl mail.orbitel.bg mail.ru mail.sk mail.tele.dk mail.telepac.pt mail.ua
  mail.zp.ua mail15.com mail2web.com mailas.lt mailbox.co.za mailbox.hu mailbox.org mailcan.com mailcity.com
  mailfence.com mailhaven.com mailinator.com mailnull.com mailo.com mailpile.is maktoob.com masrawy.com mauimail.com
  mbnet.fi mchsi.com me.com mediacombb.net mejl.pl menara.ma meta.ua metrocast.net micso.it midco.net mindspring.com
  mixmail.com mnet-mail.de mnet-online.de montevideo.com.uy moose-mail.com movistar.es msn.com mtnl.net.in mts.net
  muchomail.com mweb.co.za myfastmail.com mymts.net mynet.com myopera.com myself.com myway.com nana.co.il nate.com
  naver.com navigator.lv nb.sympatico.ca nbnet.nb.ca neobee.net neostrada.pl net-c.com net.hr net4india.com
  netaddress.com netcabo.pt netcologne.com netcologne.de netcom.com netcom.no netcourrier.com netease.com neti.ee
  netian.com netins.net netmadeira.com netplus.ch netscape.com netscape.net netspace.net.au nettaxi.com netti.fi
  netvigator.com netvigator.hk netvision.net.il netzero.com netzero.net neuf.fr newmail.ru newsmth.net nexgo.de
  nextmail.ru ngs.ru nic.fi nifty.com nm.ru nokiamail.com noos.fr nordnet.fr northrock.bm nospammail.net nowy.eu
  ns.sympatico.ca ntlworld.com nubo.coop null.net numericable.fr nurfuerspam.de ny.com nyc.com nycap.rr.com nz11.com
  o2.co.uk o2.pl o2active.cz o2online.de ocn.ne.jp ofir.dk oi.com.br olympe.in one.lt onet.com.pl onet.eu onet.eu.pl
  onet.pl online.de online.fr online.nl online.no online.ru online.ua onmail.com ono.com ono.es op.pl operamail.com
  optimum.net optonline.net optusnet.com.au orange.es orange.fr orange.net orange.pl orcon.net.nz osnanet.de
  osnatel.de otenet.gr ovi.com ownit.nu ownmail.net oxymail.net ozemail.com.au ozonline.com.au pacbell.net
  pacific.net.sg pakistanmail.com paradise.net.nz paran.com passagen.se pathfinder.gr pc.dk pchome.com.tw pec.it
  people.net.au peoplepc.com personal.com.ar personal.ro petml.com pipeline.com pisem.net pisem.su plala.or.jp
  planet.nl planet.tn plasa.com pm.me pobox.com pobox.sk pochta.ru poczta.fm poczta.onet.pl poczta.pl poczta.wp.pl
  polbox.pl polka.co.za pop.com.br portugalmail.pt post.com post.cz post.lt post.sk post.skynet.be post.tele.dk
  poste.it posteo.at posteo.de posteo.eu posteo.net posteo.org pp.inet.fi pp.ua primus.ca privacy.net prodigy.net
  prodigy.net.mx programmer.net prokonto.pl proton.me protonmail.ch protonmail.com proximus.be ptd.net ptt.rs q.com
  qatar.net.qa qip.ru qq.com quick.cz quickline.ch quicknet.nl qwest.net r7.com rambler.ru rcn.com rdslink.ro
  rediff.com rediffmail.com rediffmail.in rediffmailpro.com representative.com rin.ru riseup.net roadrunner.com
  rocketmail.com rogers.com rr.com runbox.com runbox.no safe-mail.net saint-mail.com salamandra.cz sancharnet.in
  sanook.com sapo.cv sapo.pt sasktel.net satyam.net.in saudia.com saunalahti.fi sbb.rs sbcglobal.net scarlet.be
  sci.fi sdf.org seanet.com seed.net.tw sent.as sent.at sent.com seznam.cz sfr.fr shaw.ca she.com sibmail.com
  sify.com sina.cn sina.com sina.com.cn sina.hk singnet.com.sg siol.net skiff.com skim.com sky.com skynet.be
  slingshot.co.nz smapxsmap.net smart-mail.de snet.net so-net.ne.jp sofort-mail.de sogou.cn sogou.com sohu.com sol.dk
  solcon.nl sonic.net speakeasy.net speedy.com.ar speedy.com.pe spin.net.au spoko.pl spray.se sprynet.com
  starhub.net.sg starmedia.com startmail.com stofanet.dk stonline.sk streamyx.com suddenlink.net sunrise.ch
  suomi24.fi supanet.com supereva.it superig.com.br superig.net superonline.com superonline.net surewest.net
  surfeu.de surfino.de svk.jp swbell.net swcp.com sweb.cz swipnet.se swissinfo.org swissmail.org swissnet.ch
  swissonline.ch sympatico.ca systemli.org t-online.at t-online.de t-online.hu takas.lt talk21.com talkcity.com
  talktalk.co.uk talktalk.net tatanova.com tdc.dk tdcadsl.dk tds.net teacher.com techie.com tedata.net.eg
  teksavvy.com tele.at tele2.at tele2.ch tele2.de tele2.it tele2.nl tele2.se telebasel.ch telefonica.net telenet.be
  telepac.pt telering.at teletu.com teletu.it telfort.nl telia.com telkom.co.za telkom.net telkomsa.net telmex.net
  telstra.com telstra.net telus.net temp-mail.org tenbit.pl terra.com terra.es thaimail.com theglobe.com thexyz.eu
  thirdage.com tianya.cn tiki.ne.jp tim.it tin.it tiscali.cz tiscali.dk tiscali.it tiscali.net tiscali.nl
  tiscalinet.it tlen.pl tm.net.my toast.net tom.com tonline.hu topnet.tn torba.com toughguy.net tpg.com.au
  trashmail.com tre.it ttmail.com ttnet.net.tr turk.net tut.by tuta.com tuta.io tutamail.com tutanota.com tutanota.de
  tvcabo.pt twc.com tyldd.com ua.fm uai.com.br ukr.net unbox.at une.net.co uni.de unitel.co.kr unity-mail.de
  unitybox.de uol.com.br upcmail.at upcmail.cz upcmail.hu upcmail.nl url.com.tw usa.com usa.net usermail.com
  utanet.at vahoo.com valornet.com veloxmail.com.br verizon.net versatel.nl vfemail.net videotron.ca vip.126.com
  vip.163.com vip.hr vip.qq.com vip.sina.com vipmail.hu virgilio.it virgin.net virginmedia.com vivaldi.net vnn.vn
  vodafone.co.nz vodafone.de vodafone.it vodafone.nl vodafonemail.de vodamail.co.za voila.fr volja.net volny.cz
  voo.be vp.pl vsnl.com vsnl.net vtr.net vtxnet.ch walla.co.il walla.com wanadoo.es wanadoo.fr wanadoo.nl web.de
  webindia123.com webmail.co.uk webmail.co.za webspeed.dk weekly.cc wegas.ru westnet.com.au who.net windowslive.com
  windstream.net wippies.com wo.cn wo.com.cn woosh.co.nz workmail.com worldonline.nl wow.com wowway.com wp.eu wp.pl
  writeme.com wtnet.de www.com x-mail.net xagloo.com xaker.ru xmsg.com xnet.co.nz xoom.com xplornet.com xs4all.nl
  xtra.co.nz ya.com ya.ru yam.com yandex.by yandex.com ybb.ne.jp yeah.net yepmail.net ymail.com yopmail.com
  youremail.com yours.com zahav.net.il zap.co.il zaz.com.br zeelandnet.nl zggo.nl ziggo.nl ziggomail.nl
  zipmail.com.br zoho.com zoho.eu zoho.in zohomail.com zohomail.eu zohomail.in zonnet.nl zoominternet.net zoznam.sk
  zwallet.com zzn.com`;

/** Phone carriers, and their gateways between mail and text messages: the local part is a phone number or a nickname. */
const carriers = `
  139.com.cn au.com cingularme.com clarotorpedo.com.br disney.ne.jp docomo.ne.jp email.uscc.net emnet.ne.jp
  emobile.ne.jp eplus-online.de ezweb.ne.jp fido.ca jp-c.ne.jp jp-d.ne.jp jp-h.ne.jp jp-k.ne.jp jp-n.ne.jp jp-q.ne.jp
  jp-r.ne.jp jp-s.ne.jp jp-t.ne.jp message.alltel.com messaging.nextel.com messaging.sprintpcs.com mineo.jp
  mms.att.net mms.cricketwireless.net mms.o2.co.uk mms.rogers.com mms.telusmobility.com mms.uscc.net
  mmst5.tracfone.com mobile.mycingular.com mobilemail.at movistar.net msg.fi.google.com msg.koodomobile.com
  msg.telus.com myboostmobile.com mymetropcs.com mypixmessages.com o2.de o2imail.co.uk orange.nl orangemail.es
  page.nextel.com pcs.rogers.com pdx.ne.jp pm.sprint.com rakumail.jp sms.alltelwireless.com sms.cricketwireless.net
  sms.emt.ee sms.movistar.net.ar sms.myboostmobile.com sms.orange.pl sms.t-mobile.at smsmail.eplus.de smsmts.ru
  softbank.jp softbank.ne.jp sprintpcs.com t-mobilesms.de text.mtsmobility.com text.plusgsm.pl
  text.republicwireless.com tim.com.br tmomail.net txt.att.net txt.bell.ca txt.bellmobility.ca txt.windmobile.ca
  uqmobile.jp vivo.com.br vmobile.ca vmobl.com vmpix.com vodafone-sms.de vodafone.ne.jp vodafone.net vtext.com
  vzwpix.com wcm.ne.jp willcom.com wo.com y-mobile.ne.jp ymobile.ne.jp ymobile1.ne.jp`;

/** Services that hand out an address for each correspondent of a person, or each sale: a person, and nobody's company. */
const relays = `
  33mail.com 8alias.com 8shield.net abine.com addy.io aleeas.com anonaddy.com anonaddy.me burnermail.io cloaked.app
  cloaked.id convo.zillow.com craigslist.org dralias.com emailalias.io erine.email forwardemail.net guest.airbnb.com
  guest.booking.com host.airbnb.com idmask.net indeedemail.com ironvest.com jetable.org m.expediapartnercentral.com
  mail.immobilienscout24.de mail.kleinanzeigen.de manyme.com marketplace.amazon.com members.ebay.co.uk
  members.ebay.com members.ebay.de messagerie.leboncoin.fr messages.etsy.com messages.homeaway.com mozmail.com
  msg.ebay-kleinanzeigen.de noreply.github.com opayq.com passfwd.com passinbox.com passmail.com passmail.net
  privaterelay.appleid.com relay.firefox.com reply.etsy.com reply.facebook.com simplelogin.co simplelogin.com
  simplelogin.fr simplelogin.io slmail.me slmails.com sneakemail.com spamgourmet.com spamgourmet.net
  talk.leboncoin.fr trashmail.de trashmail.net user.airbnb.com users.indeed.com users.noreply.github.com`;

/** Brands that hand out mailboxes under the domains of many countries. */
const brands =
  /^(?:yahoo|ymail|rocketmail|hotmail|live|outlook|msn|windowslive|gmx|aol|yandex|lycos|terra|tiscali|freenet|mail2[a-z0-9-]{2,20}|10minutemail|mailinator|guerrillamail|yopmail)(?:\.(?:com|co|net|org|ne))?(?:\.[a-z]{2,3})$|^(?:yahoo|hotmail|live|outlook|msn|gmx|aol|lycos|terra|yandex)\.[a-z]{2,4}$/;

const domains = new Set([mailboxProviders, carriers, relays].join(' ').split(/\s+/).filter(Boolean));

/** Whether a domain, in ASCII and lower case, is a public mailbox provider, a phone carrier or a relay. */
export const isFreeMail = (domain: string): boolean => domains.has(domain) || brands.test(domain);
