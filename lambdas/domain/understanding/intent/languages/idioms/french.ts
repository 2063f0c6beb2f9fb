import type { Words } from '../../vocabulary.ts';

/** Turns of phrase of French whose words alone do not say what they mean. */
export const frenchIdioms: Words = {
  'says-opt-out': `
    plus de mails, plus de mail, plus de courriels, plus de courriel, plus de messages, plus de newsletter*,
    plus d emails, plus de lettres, ne plus recevoir, plus rien à cette, plus rien, jamais consenti, jamais demandé,
    jamais donné, jamais inscrit, jamais autorisé, ne me suis jamais, n ai jamais, retire mon consentement, cnil,
    ne pas me relancer, ne pas me recontacter, pas de relance, sortir de cette liste, sortir de votre,
    oubliez cette adresse, oubliez .. adresse, trois fois et vous continuez, et vous continuez, vous continuez à,
    aucune publicité, pas de publicité, ni publicité, mettez fin, laissez moi tranquille, laissez nous tranquilles,
    fichez moi la paix, foutez moi la paix, rgpd, article 17, droit à l oubli, stop pub, stop mail, stop mails,
    oubliez moi, oubliez mon adresse, plus rien recevoir, ne plus jamais, plus entendre parler, ne plus être,
    ne plus figurer, ne plus faire partie, désinscription, arrêtez ça, ça suffit, plus de pub, ne plus me,
    ne plus nous, inutile de me recontacter, inutile de me relancer, perdez mon adresse, la paix, tranquille
  `,
  'says-no': `
    ne se fera pas, nous entendre, trouver un accord, pas pouvoir nous, déjà attribué, déjà confié, été attribué,
    réponse reste, ma réponse, notre réponse, rien à faire, nous impose, nous imposent, imposé, n externalis*,
    n y changera, fermons, fermons à, fermons nos portes, cessation, liquidation, faillite, cessons notre activité,
    cesser notre activité, retraite, le faire nous mêmes, développer nous mêmes, faisons nous mêmes,
    développons nous mêmes, en interne, développer en interne, n a pas été retenu*, pas été retenu*,
    pas été sélectionné*, politique de l entreprise, politique interne, par principe, n achetons pas, gel des,
    coupes budgétaires, restrictions budgétaires, déçu, déçus, déçue, perdu confiance, la réponse est non,
    réponse reste non, trop risqué, trop petit*, trop grand*, trop compliqué, trop tard, projet est mort,
    projet a été annulé, projet a été abandonné, projet annulé, a été annulé, plus d actualité, pas d actualité,
    pas utile, n est pas utile, épargnez vous, pas notre secteur, pas notre métier, pas notre domaine,
    merci quand même, merci tout de même, vendu la société, vendu l entreprise, passer notre tour, passer mon tour,
    d autres projets, d autres priorités, autres priorités, ne pouvons pas nous, pas nous le permettre, démesuré*,
    surdimensionné*, trop complexe*, mauvaise entreprise, mauvaise société, mauvaise adresse, trompez d adresse,
    trompez de, n avons personne, personne pour, pas les moyens, pas les ressources, regret de vous,
    vous vous adressez à la mauvaise, non merci, merci non, c est non, ce sera non, sans façon, pas pour nous,
    pas pour moi, pas intéressé*, pas question, hors de question, sans intérêt, aucun intérêt, aucune utilité,
    pas la peine, laissez tomber, malheureusement pas, malheureusement non, hélas non, c est mort, tant pis,
    bonne continuation, perte de temps, trop cher, ne donnerons pas suite, pas donner suite, pas une priorité,
    ne va pas être possible, ne sera pas possible, pas possible, projet est abandonné, n ira pas plus loin,
    frapper à la mauvaise porte, mauvaise porte, vous vous trompez, pas concerné*, plutôt non, je passe,
    nous passons, on passe, regret de, au regret, sans suite, classé sans, ne pas donner suite, ne le sent pas
  `,
  'says-yes': `
    allons de l avant, avançons, cherchions cela, cherchions ça, cherchions depuis, cherchons depuis,
    longtemps que nous cherch*, depuis longtemps une, nous cherchions, passons à la suite, lançons nous,
    commande est pour vous, la commande est à vous, le marché est à vous, budget est validé, budget a été validé,
    mon chef est d accord, ma direction est d accord, feu vert, quelle est la suite, quelles sont les prochaines,
    comment procède, comment on procède, comment procéder, contrat signé, bon de commande joint, ouvert à,
    suis ouvert*, sommes ouverts, tombe à point, tombe à pic, à l ordre du jour depuis, bonne initiative,
    content que vous, contente que vous, ravi de votre message, à jeudi, à lundi, à mardi, à mercredi, à vendredi,
    je signe, nous signons, c est bon pour moi, c est bon pour nous, bon pour moi, bon pour nous, êtes vous libre,
    êtes vous disponible, quand êtes vous, quand pouvez vous, difficile de refuser, difficile de dire non,
    difficile de résister, le voulons, le veux, la voulons, les voulons, emballé, de côté, piqué ma curiosité,
    piqué notre curiosité, convaincu toute, que faut il faire pour, passer chez nous, venir nous voir, pourquoi pas,
    avec plaisir, avec grand plaisir, c est d accord, on y va, allons y, allez y, vous pouvez y aller,
    vous pouvez démarrer, pouvez commencer, pouvez lancer, je prends, nous prenons, on prend, on signe, où signer,
    où dois je signer, je suis partant*, nous sommes partants, ça me tente, ça nous tente, tombe bien, tombez bien,
    bon moment, à pic, cherchons justement, justement ce que, exactement ce que, ce que nous cherchons,
    ce qu il nous fallait, pas mal, pas d objection, aucune objection, aucun problème, pas de problème,
    pas d inconvénient, aucun inconvénient, pas de souci, aucun souci, n hésitez pas, hâte de voir, j ai hâte,
    hâte d en, marché conclu, faisons comme ça, faisons ainsi, bonne idée, très bonne idée, je valide, nous validons,
    comptez sur, inscrivez nous, inscrivez moi, rien contre, envoyez moi le contrat, on fonce, je suis preneur*,
    nous sommes preneurs, ça m intéresse, serait intéressant, ne dis pas non, dis oui, oui merci,
    oui s il vous plaît, ok pour, bon pour accord, parfait pour
  `,
  'says-later': `
    serai de retour, suis de retour, de retour lundi, de retour au bureau, de retour le, quand notre nouveau,
    quand notre nouvelle, reparlons en quand, une fois que notre, congé parental, congé maternité, à mon retour,
    à notre retour, arrêt maladie, dépend de, dépendra de, quand je serai de retour, pas pour le moment,
    pas maintenant, pas actuellement, pas en ce moment, pas tout de suite, pas cette année, pas dans l immédiat,
    pour l instant non, revenez vers nous, revenez vers moi, recontactez nous, recontactez moi, reprenez contact,
    reprenons contact, reprendre contact, relancez moi, relancez nous, rappelez moi .. dans, garde votre,
    gardons votre, gardons vos, garde vos, garde sous le coude, le moment venu, on verra, nous verrons,
    verra plus tard, laissez nous le temps, un peu de temps, en attendant, nous reviendrons vers vous si,
    en cas de besoin
  `,
  'says-neutral': `
    n oubliez pas, ne pas oublier, sans consentement, sans accord, rappelez moi qui, qui vous êtes,
    comment avez vous eu, où avez vous, qui êtes vous, est ce la même, est ce le même, pas seulement, ne .. que,
    pas le bon interlocuteur, pas la bonne personne, pas mon domaine, plus responsable, pas responsable,
    de quoi s agit, pas pressé, rien d urgent, de rien, se désabonner mes, pas grave, une question
  `,
  'alone-yes': 'vendu',
  'way-out': `
    comment ne plus recevoir, comment me désinscrire, comment me désabonner, comment se désabonner,
    comment faire pour ne plus
  `,
  later: `
    plus tard, l année prochaine, an prochain, l an prochain, année prochaine, trimestre prochain,
    prochain trimestre, prochain semestre, à la rentrée, après l été, après les vacances, au printemps, à l automne,
    cet automne, en janvier, en février, en mars, en avril, en mai, en juin, en juillet, en août, en septembre,
    en octobre, en novembre, en décembre, dans quelques mois, dans six mois, dans trois mois, dans 6 mois,
    dans 3 mois, fin d année, fin de l année, début d année, une autre fois, autre fois, prochaine fois,
    ultérieurement, report*, revoir cela, remett*, différ*, on en reparle, en reparler, en reparlera, reparlons,
    revenez vers, revenez, recontactez, relancez, rappelez .. dans, second semestre, prématuré, trop tôt, après noël,
    après pâques, en temps voulu, le moment venu, temps utile
  `,
  refer: `
    responsable*, transmis, transmets, transfér*, en charge, s occupe*, service achats, service des achats,
    bon interlocuteur, bonne personne, interlocut*, adressez vous, adresser à, en copie, copie, gère ce, gère cela,
    collègue, fais suivre, fait suivre, contactez mon, contactez ma, contactez plutôt, voyez avec, voir cela avec,
    voir avec, département, achats, compétent, redirige, oriente, quitté la société, quitté l entreprise,
    c est elle qui, c est lui qui, qui gère, qui décide
  `,
  acknowledge: `
    confirmer que, confirmer la réception, mes documents, ok, okay, bien reçu, reçu, noté, bien noté, pris note,
    prends note, c est noté, merci pour ces, merci pour l info*, merci pour les, merci pour votre retour, ci joint,
    pièce jointe, compris, prenons note, lirai, bonnes fêtes, bonne année, bon week end, félicitations, à bientôt,
    merci de votre
  `,
  think: `
    y réfléchir, vais réfléchir, allons réfléchir, réfléchis, réfléchissons, encore en réflexion,
    en cours de réflexion, besoin de réfléchir, en discutons encore, discutons encore, en cours de discussion,
    rien n est décidé, pas décidé, tout bien réfléchi pas, regarde cela, regarde ça, étudi*, reviens vers,
    reviendrai*, revenons vers, reviendrons, tiens au courant, tiendrai au courant, consult*, en parle avec,
    en discuter en interne, vois avec, valider avec, hésit*, examin*, fais le point, tiens informé, voir avec mon,
    voir avec ma, à l étude, pas encore décidé, pas sûr*, pas certain*, évalu*, redis, dirai, recontacterai
  `,
  'alone-no': 'ça ira, ça va aller, ça ira merci',
};
