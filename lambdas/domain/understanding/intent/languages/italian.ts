import type { Vocabulary } from '../vocabulary.ts';
import { italianIdioms } from './idioms/italian.ts';

/** Italian. */
export const italian: Vocabulary = {
  code: 'it',
  frequent: `
    il lo la i gli le di del della dei delle dell un uno una e è in che per con non al alla ai alle da dal dalla dalle
    si su nel nella sul ci mi vi ti ne ma anche più molto già sono siamo ho abbiamo ha hanno essere avere come questo
    questa questi quello se io noi voi lei loro grazie buongiorno buonasera salve saluti cordiali signor signora
    gentile gentili nostro nostra nostri nostre vostro vostra vostri vostre mio mia miei mie quando dove quanto quale
    chi perché senza tutto tutti può potete possiamo potrebbe potreste vorrei vorremmo adesso prego sarebbe d l all
  `,
  idioms: italianIdioms,
  words: {
    not: 'non, mai, nessun, nessuno, nessuna, niente, nulla, né, senza, neanche, nemmeno, neppure',
    'not more': 'non .. più, mai più, basta con, niente più, nessun altro, nessun altra, non .. oltre, non più',
    'not can': 'impossibile',
    more: `
      più, ancora, altre, altri, altro, ulteriori, ulteriore, di nuovo, nuovamente, in futuro, d ora in poi, in avanti
    `,
    yet: 'ancora, tuttora, finora',
    past: 'abbiamo ricevuto, ho ricevuto, arrivat*, ricevuto, ricevuta, ricevute, sono stato, è stato, avevo, avevamo',
    i: 'io, noi, siamo, sono, abbiamo, ho, voglio, vogliamo, vorrei, desidero, desideriamo, chiedo, chiediamo',
    me: 'mi, me, ci, noi, la nostra azienda, la nostra società',
    my: 'mio, mia, miei, mie, nostro, nostra, nostri, nostre',
    you: 'voi, lei, tu, vi, ti',
    they: 'clienti, cliente, utenti, utente, iscritti, collega, membri, partecipanti, espositore, lui, loro',
    please: `
      così gentili, così gentile, la gentilezza, la cortesia, per favore, per piacere, per cortesia, prego, vi prego,
      la prego, cortesemente, chiedo, chiediamo, si prega, gentilmente, immediatamente, esigo, pregherei, invito,
      siete pregati, richiedo, richiediamo, subito
    `,
    polite: `
      quindi, perciò, dunque, pertanto, grazie, mille, buongiorno, salve, buonasera, purtroppo, saluti, scusi, scusate,
      dispiace, cordiali, gentile, gentili, gentilissimi, ma, per, la, vostra, proposta, offerta, mail, il, messaggio,
      mi, così, spiacenti, spiacente
    `,
    want: `
      voglio, vogliamo, vorrei, vorremmo, desider*, intend*, gradir*, vuole, piacerebbe, abbiamo intenzione,
      intenzione, previst*, pensiamo di, voglia
    `,
    can: `
      sareste, sarebbe, sarebbe possibile, può, potete, potrebbe, potreste, possiamo, posso, puoi, possibile, potremmo,
      potrei
    `,
    ensure: 'assicuratevi, fate in modo, si assicuri, provvedete, faccia in modo',
    how: 'come, quando, dove, quale, quali, chi, quanto, cosa, che cosa',
    but: 'ma, eppure, bensì, peccato che',
    however: 'però, tuttavia, purtroppo, invece, nonostante ciò, ciononostante, peccato',
    although: 'anche se, sebbene, benché, nonostante, pur, mentre, per quanto',
    if: 'se, qualora, quando avremo, appena, nel caso, non appena',
    because: 'perché siamo, poiché, dato che, visto che, siccome, in quanto',
    and: 'e, ed, o, oppure, nonché',
    that: 'che, affinché',
    unsubscribe: `
      disiscri*, disiscrizione, cancellarmi, cancellarci, cancellazione, disdi*, cancellatemi, cancellami,
      cancellateci, mi cancelli, annullare l iscrizione, unsubscribe*, disabbon*, togliermi
    `,
    remove: `
      cancell*, rimuov*, rimozione, elimin*, togli*, depenn*, escludete*, escluder*, espung*, distrugg*, stralci*
    `,
    'remove me': `
      rimuovetemi, toglietemi, eliminatemi, depennatemi, toglimi, rimuovimi, eliminami, escludetemi, rimuoverci,
      rimuovermi, eliminarmi, togliermi, toglieteci, rimuoveteci, eliminateci, mi tolga, mi rimuova, mi elimini,
      mi cancelli
    `,
    'unsubscribe me': `
      cancellatemi, cancellami, cancellateci, cancellarmi, cancellarci, disiscrivetemi, disiscrivimi, disiscriveteci,
      disiscrivermi, disiscriverci, mi disiscriva
    `,
    take: 'prendete, mettete, tenete',
    off: 'fuori, via',
    stop: `
      smett*, basta, stop, cess*, ferm*, evitate, eviti, interromp*, astenetevi, astenersi, piantat*, finitela,
      sospend*, desist*, stufo, stanco di
    `,
    list: `
      lista, liste, elenco, elenchi, mailing list, archivio, archivi, database, banca dati, rubrica, newsletter,
      indirizzario, registro, sistema, sistemi, lista di distribuzione, contatti, invii, campagne, iscritti, crm,
      schedario
    `,
    'other-list': `
      lista d attesa, lista di attesa, lista degli invitati, lista invitati, listino, lista della spesa, ordine,
      fattura, preventivo, carrello, lista dei partecipanti, lista nera, lista nozze
    `,
    mail: `
      mail, email, e-mail, messaggi, messaggio, newsletter*, comunicazioni, comunicazione, posta, lettere, invii,
      corrispondenza, notifiche, mailing, circolari
    `,
    ads: `
      pubblicità*, pubblicitar*, spam*, offerte, promozion*, promozionali, commercial*, marketing, indesiderat*,
      volantini, non richiest*, spazzatura
    `,
    data: `
      indirizzo, indirizzi, dati, nome, @, account, numero, dati personali, recapiti, contatto, nominativo, profilo,
      informazioni personali
    `,
    contact: `
      contatt*, scriv*, invi*, mand*, disturb*, chiam*, importun*, molest*, spamm*, sped*, telefon*, bombard*,
      far avere, farmi avere, scrivetemi, tempest*, infastid*, inoltr*
    `,
    receive: `
      ricev*, avere, sentirvi, essere contattat*, figurare, vedere, leggere, sapere nulla, essere disturbat*, saperne
    `,
    consent: `
      consens*, autorizz*, permesso, iscritto, iscritta, richiesto, richiesta, chiesto di, acconsent*, accettato di,
      abbonato, chiesto nulla
    `,
    object: `
      motivo per non, motivo di non, motivo per dire di no, ragione per non, oppong*, opposizione, obiezion*, riserve,
      contrari*, revoc*, vieto, vietiamo, diffido
    `,
    subscription: 'iscrizione, abbonamento*, sottoscrizione',
    thing: `
      sito, sito web, logo, sedia, sedie, tavol*, riga, articol*, prodott*, immagine, foto, pagina, fattura, punto,
      paragrafo, allegato, biglietto, licenz*, opzione, modulo, pacco, voce
    `,
    interest: 'voglia di, interess*, curios*, incurios*, attir*, attra*, tenta, entusias*, stuzzic*, intrig*',
    need: 'bisogn*, necessit*, serve, servono, servirebbe, esigenz*, occorr*, necessari*, fabbisogno, ci serve',
    fit: `
      quello che cerchiamo, ciò che cerchiamo, quello che ci serve, soddisfa, soddisfano, requisiti, selezionata,
      selezionato, nostro settore, nostro campo, fa per noi, fa per me, adatt*, rispond*, corrispond*, rilevant*,
      pertinent*, rientr*, convien*, compatibil*, fa al caso, al caso nostro, per noi, priorità, utile per noi,
      in linea, utilità, idone*, si addice, convinc*, ha senso, fattibil*
    `,
    budget: `
      permettere, permettercelo, permetterci, budget, soldi, fondi, risorse, disponibilità economic*, mezzi, denaro
    `,
    decline: `
      contraria, contrario, contrari, ritirate la nostra, ritiriamo la nostra, ritiro la mia, ritirare la nostra,
      dire di no, dirle di no, dirvi di no, resistere, rinunci*, declin*, rifiut*, respin*, passiamo, scart*,
      abbandon*, deciso di non, decidiamo di non, lasciar perdere, lasciamo perdere, desist*, rigett*, saltato,
      congelat*, archiviat* il progetto, bocciat*, fatto marcia indietro, tirar* indietro, accanton*
    `,
    rival: `
      altro fornitore, altra soluzione, altra azienda, altra società, altro prodotto, altra offerta, altra ditta,
      altro partner, altro strumento, altra agenzia, altra opzione, altra strada, concorren*, qualcun altro, altrove,
      alternativa
    `,
    supplier: `
      fornitor*, soluzione, soluzioni, partner, agenzia, contratto, internamente, interno, sistema, strumento,
      software, consulente, studio, qualcuno, prodotto simile, ditta
    `,
    have: 'abbiamo, ho, lavoriamo, usiamo, utilizziamo, disponiamo, collaboriamo, facciamo, gestiamo, serviamo, avendo',
    already: 'già, da anni, da tempo, attuale, internamente, in casa, da soli, abituale',
    choose: `
      scelt*, scegli*, optato, deciso, preferit*, selezionat*, affidat*, orientat*, firmato con, puntato, assegnat*,
      acquistato
    `,
    stay: `
      lasciare le cose, lasciamo le cose, come stanno, così come, restiamo con, rimaniamo, restiamo, manteniamo,
      mantenere, tenerci, ci teniamo, continuiamo con, restare con, teniamo quello
    `,
    satisfied: `
      soddisfatt*, a posto, content*, copert*, troviamo bene, trovo bene, fornit*, ben serviti, al completo, bene così,
      attrezzat*, servit*
    `,
    cancel:
      'è annullat*, è stat* annullat*, è cancellat*, è stat* cancellat*, annull*, recede*, recesso, disdett*, risoluzione del contratto, rescind*, disdir*',
    expensive: `
      caro, cara, cari, costos*, elevat*, fuori budget, oltre il nostro budget, troppo alt*, supera, esos*,
      fuori dalla nostra portata, proibitiv*
    `,
    continue: `
      prosegu*, procede*, continu*, andare avanti, andiamo avanti, portare avanti, dare seguito, seguito, andrà avanti,
      avanti, concludere, collaborare, arrivare a
    `,
    use: 'uso, utilizzo, ce ne facciamo, impieg*, usarlo',
    change: 'vecchio indirizzo, nuovo indirizzo, cambi*, sostitu*, modific*, passare ad altro',
    too: 'troppo, molto, decisamente, nostro, tanto',
    yes: `
      senza dubbio, senza alcun dubbio, sì, certo, certamente, sicuro, sicuramente, senz altro, va bene, assolutamente,
      volentieri, ovviamente, perfetto, benissimo, come no, d accordo, esatto
    `,
    agree: `
      confermo, confermiamo, confermato, accordo, d accordo, accett*, affare fatto, va benissimo, va bene, approv*,
      andata, aggiudicato, ci sto, ci stiamo, piace, piacciono, piaciut*, mi va bene, ci va bene, convint*, convince,
      firmo, firmiamo, prendiamo, siamo dei vostri, via libera, si procede, aderi*, concordo, concordiamo
    `,
    good: `
      corretto, corretta, ragionevole, giusto, bene, buon*, ottim*, perfett*, interessant*, bello, bella, bel,
      fantastic*, eccellent*, splendid*, promettent*, geniale, magnific*, validi*, valido, impression*, allettant*,
      carin*, meravigli*
    `,
    love: `
      piacere, volentieri, piacerebbe, felic*, liet*, non vedo l ora, entusiast*, con gioia, apprezz*, con piacere
    `,
    meet: `
      incontr*, riunione, chiamat*, chiam*, demo, dimostrazione, presentazione, present*, parlar*, parliamo, discut*,
      appuntamento, vederci, vediamoci, sentiamo, sentirci, sentirsi, telefon*, visita, mostr*, videochiamata,
      passare da noi, call, fissare, fissiamo, venire, richiam*, colloquio, caffè
    `,
    info: `
      informazion*, info, dettagli, catalog*, brochure, preventiv*, contratt*, propost*, documentazione, campion*,
      offerta, materiale, referenze, saperne di più, sapere di più, di più su, scheda, schede, prova, opuscol*,
      condizioni, esempi, spieg*, link di accesso, documenti, approfond*
    `,
    price: 'prezz*, cost*, tariff*, quanto, preventivo, quotazion*, sconto, listino, viene a costare',
    order: `
      partecip*, aderire, consegna, consegnare, tempi di consegna, ordin*, ordine, compr*, acquist*, pezzi, licenze,
      unità, firm*, prenot*, postazioni, posti, iscriv*, sottoscriv*
    `,
    available: 'disponibil*, liber*, alle, orario',
    start: 'inizi*, cominc*, parti*, prov*, test*, avvi*, speriment*, prossimi passi, pilota, attiv*',
    now: `
      adesso, ora, per ora, al momento, per il momento, in questo momento, attualmente, quest anno, questo mese,
      questo trimestre, oggi, ad oggi, nell immediato
    `,
    maybe: 'forse, magari, eventualmente, può darsi',
    busy: `
      impegnat*, occupat*, sommers*, oberat*, in ferie, in vacanza, senza tempo, non ho tempo, non abbiamo tempo,
      momento sbagliato, sovraccaric*, incasinat*, pieno di lavoro, presi
    `,
    colleague: 'capo, direttore, direzione, titolare, squadra',
    problem: `
      consegna in ritardo, non consegnat*, mancata consegna, link non, resettare, reimpost*, rumor*, stran*, vuoto,
      vuota, comprata l anno, che abbiamo comprato, non arriva più, ostacol*, rimandar*, fumo, problem*, errore,
      errori, guast*, difett*, rott*, danneggiat*, reclam*, lamentel*, non funziona, manc*, fattur*, pacco, ritard*,
      rimborso, password, accedere, aggiornamento, garanzia, riparazion*, tecnico, per sbaglio, per errore, non ancora,
      non è arrivat*, merce, aspett*, attesa di, bloccat*, addebit*, perde, non si apre
    `,
    other: 'altro, altra, altri, altre',
    until: 'fino a, fino al, sino a, fino',
    month: `
      gennaio, febbraio, marzo, aprile, maggio, giugno, luglio, agosto, settembre, ottobre, novembre, dicembre,
      primavera, estate, autunno, inverno, natale, pasqua
    `,
    tried: 'provato, abbiamo provato, sperimentato, testato',
    failed: 'non ha funzionato, senza successo, non è andata bene, non ha dato',
    'not contact': `
      non mandarmi, non scrivermi, non inviarmi, non contattarmi, non mandarci, non scriverci, non inviarci
    `,
    why: 'perché',
    'not want': 'preferisco non, preferiamo non, preferirei non, preferirei di no, preferiremmo non',
    day: `
      mattina, pomeriggio, domani, lunedì, martedì, mercoledì, giovedì, venerdì, ore, settimana prossima,
      prossima settimana
    `,
    'data me': 'su di me, su di noi, sul mio conto',
    believe: 'credo, crediamo, penso, pensiamo',
  },
};
