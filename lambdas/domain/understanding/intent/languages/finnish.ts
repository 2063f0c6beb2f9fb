import type { Vocabulary } from '../vocabulary.ts';

/** Finnish: opt-outs, and the usual yes and no. */
export const finnish: Vocabulary = {
  code: 'fi',
  frequent: `
    ja on ei se että en hän oli ovat olen olemme mutta kun niin kuin myös jos voi tämä nyt vain ole sitä mitä minä
    sinä me te he minun meidän teidän teille meille minulle minua minut kiitos hei terve terveisin pyydän jo vielä
    enää mikä missä milloin miksi miten paljon emme älkää ystävällisin haluan haluamme hyvää päivää
  `,
  words: {
    not: 'ei, en, emme, et, ette, eivät, älkää, älä, ilman, ei koskaan, koskaan, mitään',
    more: 'enää, enempää, jatkossa, uudelleen, lisää, tulevaisuudessa',
    yet: 'vielä, edelleen',
    past: 'sain, saimme, saapunut, saanut, saaneet, vastaanotettu, tuli',
    i: 'minä, me, haluan, haluamme, olen, olemme',
    me: 'minut, minua, minulle, meidät, meitä, meille, minuun, meihin',
    my: 'minun, meidän, osoitteeni, tietoni, sähköpostiosoitteeni, osoitteemme, tietomme, tilaukseni, tilauksemme',
    you: 'te, teidän, sinä, teille',
    they: 'asiakkaat, asiakas, käyttäjät, kollega*, jäsenet',
    please: 'kiitos, pyydän, pyydämme, vaadin, vaadimme, ystävällisesti, välittömästi, heti, pyytäisin',
    polite: 'kiitos, hei, valitettavasti, pahoittelut, terveisin, mutta',
    want: 'halua*, haluan, haluamme, haluaisin, haluaisimme, toivon, toivomme, tahdon',
    can: 'voi, voisi*, voitte, voimme',
    how: 'miten, milloin, missä, mikä, kuka, mistä',
    but: 'mutta, kuitenkin, vaan, valitettavasti',
    if: 'jos, mikäli, kun meillä',
    and: 'ja, tai, sekä',
    that: 'että, joka, jotta',
    unsubscribe: `
      peru tilaus, peruuttakaa .. tilau*, peruuttaa .. tilau*, perua .. tilau*, perua uutiskirjee*,
      peruuttakaa uutiskirjee*, peru uutiskirjee*, perukaa uutiskirjee*, lopettaa uutiskirjee*,
      lopettakaa uutiskirjee*, irtisano*
    `,
    remove: 'poist*, pois listalta, tuhot*',
    stop: 'lopet*, lakat*, riittä*, seis, keskeyt*, stop',
    list: `
      lista*, postituslista*, listalta, rekister*, tietokan*, järjestelm*, uutiskirje*, jakelulista*, sähköpostilista*
    `,
    'other-list': `
      jonotuslista*, odotuslista*, vieraslista*, hinnasto*, tilauksesta, tilaukselta, laskulta, osallistujalista*
    `,
    mail: `
      sähköposti, sähköpostia, sähköposteja, sähköpostit, viesti*, uutiskirje*, posti*, kirjei*, meilej*, meiliä,
      ilmoituk*
    `,
    ads: 'mainok*, mainost*, mainonta*, roskapost*, spämm*, spam*, tarjouk*, markkinoin*',
    data: 'osoite*, osoittee*, tiedot, tietoni, tietomme, henkilötiedot, henkilötietoni, @, numero*, sähköpostiosoit*',
    contact: `
      lähet*, kirjoit*, ottako yhteyttä, ottakaa yhteyttä, yhteyttä, soit*, häir*, lähettäminen, lähettämistä,
      lähestykö
    `,
    receive: 'saada, vastaanottaa, kuulla, nähdä, saa',
    consent: 'suostum*, lupa, lupaa, suostunut, tilannut, pyytänyt',
    object: 'vastust*, kiellän, kiellämme, peruutan',
    subscription: 'tilaukseni, tilauksemme, tilauksen, tilaus',
    thing: 'tuoli*, pöytä*, tuote*, tiedosto*, kuva*, rivi*',
    interest: 'kiinnost*',
    need: 'tarvet*, tarvits*, tarvi*',
    fit: 'sovi, sopi*, ajankohtai*, meille, relevan*',
    budget: 'budjet*, rahaa, varaa',
    decline: 'kieltäyd*, hylkä*, hylät*, luovu*',
    rival: 'toinen toimittaja, toisen toimittajan, toisen yrityksen, kilpailij*, toisen ratkaisun',
    supplier: 'toimittaj*, ratkais*, kumppan*',
    have: 'meillä, käytämme',
    already: 'jo',
    choose: 'valits*, päätimme, valinneet, valittu',
    satisfied: 'tyytyväi*',
    cancel: 'peruut*, perua, perukaa',
    expensive: 'kallis, kallista, kalliit',
    too: 'liian, aivan',
    yes: 'kyllä, joo, toki, ok, tietysti, ehdottomasti, selvä',
    agree: 'sovittu, hyväksy*, vahvist*, sopii, samaa mieltä',
    good: 'hyvä*, hienoa, loistava*, mahtava*, erinomai*, mielenkiintoi*, täydelli*',
    love: 'mielellään, mielelläni, mielellämme, ilomielin',
    meet: 'tapaami*, palaver*, esittely*, demo*, soitto*, keskustel*, jutella',
    info: 'lisätieto*, esite*, kuvasto*, tarjous, sopimu*, materiaal*, näyte*, yksityiskoh*',
    price: 'hin*, maksa*, kustann*, paljonko',
    order: 'tilaamme, tilaan, ostaa, ostamme, tilata',
    later: `
      myöhemmin, ensi vuonna, keväällä, syksyllä, kesän jälkeen, loman jälkeen, tammikuussa, maaliskuussa, syyskuussa,
      toisen kerran
    `,
    now: 'nyt, tällä hetkellä, toistaiseksi, tänä vuonna, juuri nyt',
    busy: 'kiire*, lomalla, ei ehdi',
    refer: 'vastuu*, välitin, välitän, kollega*, osasto*, oikea henkilö, vastaa tästä',
    acknowledge: 'vastaanotettu, sain, saimme, selvä, liitteenä, kiitos tiedosta',
    problem: 'ongelm*, vika, virhe*, rikki, ei toimi, lasku*, toimitus*, valitus*, reklamaat*, paketti*, puuttuu',
    think: 'harkit*, mietin, mietimme, palaan, palaamme, keskustelen, selvit*',
    'says-opt-out': `
      jättäkää minut rauhaan, jättäkää meidät rauhaan, rauhaan, gdpr, en halua enää, ei enää mainoksia,
      ei enää viestejä, ei enää sähköposteja, älkää lähettäkö, älkää kirjoittako, älkää ottako yhteyttä, älä lähetä,
      en halua mainoksia
    `,
    'says-no': 'ei kiitos, kiitos ei, ei kiinnosta, ei meille, ei valitettavasti, valitettavasti ei',
    'says-yes': 'miksipä ei, kyllä kiitos, ei ongelmaa, sopii hyvin, kuulostaa hyvältä, ei vastaväitteitä',
    'says-later': 'ei nyt, ei vielä, ei tällä hetkellä, ehkä myöhemmin, ehkä ensi, ei tänä vuonna',
    'says-neutral': 'älkää poistako, mistä saitte, kuka olet, ei vain',
    why: 'miksi',
  },
};
