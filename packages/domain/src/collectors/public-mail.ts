import { getDomainWithoutSuffix } from 'tldts'

/**
 * Where anybody gets an address: free mail, and the mail of telephone and network companies for their customers. A list of our
 * own, and cautious: those that npm has name universities too (nus.edu.sg, unican.es). It has to be complete only where an
 * institution has its home page at such a domain: any other address there attests nothing anyway.
 */
const brands = new Set(['aol', 'gmx', 'hotmail', 'live', 'lycos', 'outlook', 'tiscali', 'wanadoo', 'yahoo', 'yandex'])

const domains = new Set(
  `
  aim.com excite.com fastmail.com fastmail.fm gmail.com googlemail.com hey.com hushmail.com icloud.com inbox.com juno.com
  mac.com mail.com mailbox.org me.com msn.com netscape.net netzero.net passport.com pm.me pobox.com proton.me protonmail.ch
  protonmail.com riseup.net rocketmail.com tuta.com tuta.io tutanota.com usa.com usa.net ymail.com zoho.com zohomail.com

  att.net bellsouth.net charter.net comcast.net cox.net earthlink.net frontier.com mindspring.com optimum.net optonline.net
  pacbell.net prodigy.net rr.com sbcglobal.net spectrum.net verizon.net windstream.net
  bell.net cogeco.ca rogers.com shaw.ca sympatico.ca telus.net videotron.ca
  bol.com.br globo.com ig.com.br oi.com.br prodigy.net.mx r7.com terra.cl terra.com terra.com.ar terra.com.br uol.com.br

  blueyonder.co.uk btconnect.com btinternet.com btopenworld.com eircom.net freeserve.co.uk ntlworld.com o2.co.uk sky.com
  talk21.com talktalk.co.uk talktalk.net virgin.net virginmedia.com
  aon.at arcor.de berlin.de chello.at freenet.de kabelmail.de magenta.de online.de posteo.de t-online.de vodafone.de web.de
  bluewin.ch hispeed.ch sunrise.ch swissonline.ch
  alice.it aliceadsl.fr bbox.fr club-internet.fr free.fr laposte.net neuf.fr numericable.fr orange.fr sfr.fr voila.fr
  aruba.it email.it fastwebnet.it inwind.it iol.it libero.it poste.it supereva.it tin.it virgilio.it
  home.nl hetnet.nl kpnmail.nl pandora.be planet.nl proximus.be skynet.be telenet.be xs4all.nl zeelandnet.nl ziggo.nl zonnet.nl
  aeiou.pt clix.pt iol.pt netcabo.pt orange.es sapo.pt telefonica.net terra.es
  bredband.net comhem.se online.no spray.se tele2.se telia.com elisanet.fi kolumbus.fi luukku.com hot.ee inbox.lv
  abv.bg atlas.cz azet.sk centrum.cz centrum.sk citromail.hu email.cz freemail.hu gazeta.pl interia.pl mail.bg o2.pl onet.pl op.pl
  post.cz seznam.cz t-online.hu tlen.pl volny.cz wp.pl
  bk.ru i.ua inbox.ru list.ru mail.ru meta.ua pochta.ru rambler.ru tut.by ukr.net ya.ru
  forthnet.gr in.gr otenet.gr mynet.com ttmail.com bezeqint.net netvision.net.il walla.co.il walla.com

  126.com 139.com 163.com 188.com 189.cn 21cn.com aliyun.com foxmail.com qq.com sina.cn sina.com sina.com.cn sohu.com tom.com
  wo.cn yeah.net hinet.net pchome.com.tw seed.net.tw netvigator.com
  au.com biglobe.ne.jp docomo.ne.jp excite.co.jp ezweb.ne.jp goo.jp infoseek.jp nifty.com ocn.ne.jp plala.or.jp softbank.jp
  softbank.ne.jp so-net.ne.jp ybb.ne.jp
  daum.net dreamwiz.com empal.com hanmail.net kakao.com korea.com nate.com naver.com
  india.com indiatimes.com rediff.com rediffmail.com sify.com singnet.com.sg vsnl.com vsnl.net
  bigpond.com bigpond.net.au iinet.net.au on.net optusnet.com.au ozemail.com.au tpg.com.au westnet.com.au xtra.co.nz
  mweb.co.za telkomsa.net vodamail.co.za webmail.co.za
  `
    .trim()
    .split(/\s+/),
)

/** @param domain a registered one, without the parts below it. */
export function isPublicMail(domain: string): boolean {
  return domains.has(domain) || brands.has(getDomainWithoutSuffix(domain, { allowPrivateDomains: true }) ?? '')
}
