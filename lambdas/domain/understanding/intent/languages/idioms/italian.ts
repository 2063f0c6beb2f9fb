import type { Words } from '../../vocabulary.ts';

/** Turns of phrase of Italian whose words alone do not say what they mean. */
export const italianIdioms: Words = {
  'says-opt-out': `
    non ricevere più, mai dato il consenso, mai chiesto, mai richiesto, mai iscritto, mai autorizzato,
    revoco il consenso, revoco il mio, garante, non insistete, non insista, nient altro a questo,
    dimenticate .. indirizzo, dimentichi .. indirizzo, continuate a scrivere, continuate a mandar*,
    continuate a inviar*, non si accetta pubblicità, non accettiamo pubblicità, non si accettano pubblicità,
    mettete fine, lasciatemi in pace, lasciateci in pace, mi lasci in pace, lasciami in pace, in pace, gdpr,
    articolo 17, diritto all oblio, basta mail, basta email, basta pubblicità, basta spam, niente pubblicità,
    niente spam, niente più mail, dimenticatevi di me, non contattatemi, non scrivetemi, non voglio più,
    non inviatemi, non mandatemi, voglio uscire, uscire dalla, non sentirvi più, disiscrizione
  `,
  'says-no': `
    già assegnato, già affidato, risposta resta, la mia risposta, la nostra risposta, niente da fare, ci impone,
    impost* dalla, non esternaliz*, chiudiamo a, chiudiamo l attività, chiudiamo l azienda, cessata attività,
    cessiamo l attività, liquidazione, fallimento, pensione, sviluppare da soli, sviluppiamo da soli,
    facciamo da soli, internamente, non è stata selezionata, non è stato selezionato, non è stata scelta,
    politica aziendale, per principio, non acquistiamo, tagli al, delus*, perso fiducia, la risposta è no,
    risposta resta no, troppo rischios*, troppo complicat*, troppo tardi, progetto è stato annullat*,
    progetto è saltato, è stato annullat*, non è il nostro settore, non è il nostro campo, non vale la pena,
    non ne vale, grazie lo stesso, grazie comunque, venduto l azienda, altri piani, altre priorità,
    non possiamo permetter*, esagerato, sproporzionat*, troppo grande, troppo piccol*, troppo compless*,
    sbagliate azienda, sbagliato azienda, vi sbagliate, si sbaglia, azienda sbagliata, non abbiamo nessuno,
    nessuno che possa, no, no grazie, grazie ma no, grazie no, direi di no, meglio di no, temo di no, anche no,
    è un no, non fa per noi, non ci interessa, non mi interessa, non interessa, non se ne fa nulla,
    non se ne fa niente, non è possibile, non sarà possibile, perdita di tempo, buona fortuna, in bocca al lupo,
    buon lavoro ma, troppo caro, non ci serve, non serve, a posto così, siamo costretti a, lasci perdere,
    lasciate perdere, non rientra, non è nei nostri, non ci convince, non mi convince, non lo vediamo,
    non ne vediamo, non vediamo, assolutamente no, purtroppo no, ma anche no
  `,
  'says-yes': `
    cercavamo da tempo, cercavamo una, cercavamo proprio, cercavamo, una cosa così, proseguiamo, l ordine è vostro,
    l ordine è suo, budget è approvato, il capo è d accordo, via libera dal, qual è il prossimo, come procediamo,
    come si procede, contratto firmato, in allegato l ordine, apert* a, arriva al momento giusto, per me va bene,
    per noi va bene, a giovedì, a lunedì, a martedì, a mercoledì, a venerdì, siete liberi, è libero, è libera,
    quando può, quando potete, firmo stasera, buona idea, ottima idea, impossibile dire di no, difficile dire di no,
    lo vogliamo, la vogliamo, lo voglio, incuriosit*, mi ha incuriosito, ci ha incuriosito, piace a tutti,
    cosa vi serve, metta da parte, mettete da parte, venite a trovarci, venire da noi, perché no, con piacere,
    con molto piacere, molto volentieri, senza problemi, nessun problema, non c è problema, nessuna obiezione,
    niente in contrario, nulla in contrario, affare fatto, procediamo, procedete, proceda, procediamo pure,
    proceda pure, andiamo avanti, avanti così, potete partire, può partire, potete iniziare, potete procedere,
    dove firmo, dove firmiamo, lo prendiamo, la prendiamo, lo prendo, la prendo, prendiamo la, prendiamo il, ci sto,
    ci stiamo, contate su, conti su, siamo dentro, non male, mica male, niente male, proprio quello che,
    esattamente quello che, quello che cercavamo, quello che stavamo cercando, stiamo cercando, stavamo cercando,
    momento giusto, al momento giusto, capita a proposito, casca a fagiolo, mi interessa, ci interessa, non esitate,
    non esiti, mi mandi il contratto, mandateci il contratto, suona bene, sembra interessante, facciamolo,
    facciamo così, si può fare, sì grazie, sì per favore, non vedo l ora, dei vostri, via libera, ci conti, tutto ok,
    vorremmo ordinare
  `,
  'says-later': `
    torno in ufficio, torno lunedì, sarò di ritorno, rientro il, maternità, congedo, al mio ritorno, quando torno,
    quando sarò tornat*, dipende da, adesso no, ora no, per ora no, al momento no, per il momento no, non ora,
    non adesso, non al momento, non ancora, non per ora, quest anno no, non quest anno, risentiamoci, ci risentiamo,
    ci sentiamo a, ci sentiamo in, mi ricontatti, ci ricontatti, ricontattatemi, ricontattateci, mi scriva a,
    mi richiami a, si faccia vivo, si faccia sentire, teniamoci in contatto, restiamo in contatto,
    vi terremo presente, terremo presente, ci faremo vivi, quando sarà il momento, si vedrà, vedremo
  `,
  'says-neutral': `
    non dimentic*, senza consenso, mi ricordi chi, chi è lei, come avete avuto, come ha avuto, dove avete preso,
    chi siete, è la stessa, è lo stesso, non solo, non sono la persona, non sono io, non è di mia competenza,
    non cancellatemi, non si preoccupi, di niente, non c è fretta, senza fretta, prego figurati, di cosa si tratta,
    una domanda, nessuna fretta
  `,
  'alone-yes': 'venduto, comprato',
  'way-out': `
    come mi cancello, come mi disiscrivo, dove mi cancello, smettere di ricevere, come faccio a cancellarmi
  `,
  later: `
    più avanti, più tardi, l anno prossimo, anno prossimo, prossimo anno, prossimo trimestre, in seguito,
    un altra volta, altro momento, dopo l estate, dopo le ferie, dopo le vacanze, in primavera, in autunno,
    a gennaio, a febbraio, a marzo, ad aprile, a maggio, a giugno, a luglio, ad agosto, a settembre, a ottobre,
    ad ottobre, a novembre, a dicembre, tra qualche mese, fra qualche mese, tra sei mesi, fra sei mesi, tra tre mesi,
    fine anno, a fine anno, secondo semestre, rimand*, rinvi*, posticip*, risentiamoci, risentirci, ne riparliamo,
    riparliamone, riparlarne, ricontatt*, si rifaccia, rifatevi, prematuro, troppo presto, dopo natale, dopo pasqua,
    a suo tempo, in futuro
  `,
  refer: `
    responsabil*, inoltrat*, inoltro, girat*, giro la, in copia, collega, se ne occup*, si occup*, ufficio acquisti,
    rivolgersi, si rivolga, rivolgetevi, competente, persona giusta, persona sbagliata, contatti il, contatti la,
    reparto, referente, acquisti, decide, non lavora più, parli con, parlate con, chi gestisce, gestisce
  `,
  acknowledge: `
    confermare che, miei documenti, ok, okay, ricevut*, preso nota, prendo nota, prendiamo nota, capito, annotato,
    inteso, grazie delle informazioni, grazie per le informazioni, grazie dell informazione, in allegato, allego,
    leggerò, auguri, buone feste, buon fine settimana, buon anno, a presto, tutto chiaro, grazie per la risposta
  `,
  think: `
    ne stiamo ancora discutendo, stiamo discutendo, nulla è deciso, niente è deciso, non abbiamo ancora deciso,
    ci penso, ci pensiamo, pensarci, rifletter*, valut*, ne parlo, ne parliamo, parlarne con, le faccio sapere,
    vi faccio sapere, faremo sapere, farò sapere, vi aggiorno, la aggiorno, verific*, controllo con, mi consulto,
    consult*, esamin*, devo chiedere, chiedo al mio, chiedo alla mia, non sono sicur*, indecis*, dubbi, torno da,
    ci ragiono, sento il mio, vi dico
  `,
  'alone-no': 'siamo a posto, stiamo bene così, va bene così',
};
