import type { Vocabulary } from '../vocabulary.ts';
import { frenchIdioms } from './idioms/french.ts';

/** French. */
export const french: Vocabulary = {
  code: 'fr',
  frequent: `
    le la les de des du un une et est en que qui dans pour pas au aux sur ce cette ces il elle nous vous je tu ne se
    par plus avec son sa ses mais ou où donc car si on a ont sont être avoir fait faire très bien merci bonjour madame
    monsieur cordialement notre nos votre vos mon ma mes me moi lui leur cela ça ceci c d l j n m s qu y avons avez ai
    suis sommes êtes était serait pouvez pourriez comment quand quel quels quelle quelles oui non tout toute tous déjà
    aussi encore chez vraiment bonne journée svp
  `,
  idioms: frenchIdioms,
  words: {
    not: 'ne, n, pas, jamais, aucun, aucune, rien, ni, sans, non, personne, nullement, point, guère',
    'not more': 'ne .. plus, n .. plus, jamais plus, plus jamais, non plus, plus aucun, plus aucune, plus rien',
    'not can': 'impossible',
    more: `
      plus, davantage, encore, désormais, à l avenir, dorénavant, à nouveau, de nouveau, autres, supplémentaires,
      autre
    `,
    yet: 'encore, toujours, jusqu à présent',
    past: 'avait, avaient, a été, ont été, était, reçu, reçus, reçue, avons reçu, ai reçu',
    i: 'je, j, nous, on',
    me: 'me, m, moi, nous, notre société, notre entreprise',
    my: 'mon, ma, mes, notre, nos',
    you: 'vous, tu, te',
    they: `
      clients, client, utilisateurs, utilisateur, collègue, membres, abonnés, participants, exposant, il, elle, ils
    `,
    please: `
      gentillesse, amabilité, obligeance, bonté, veuillez, merci de, svp, s il vous plaît, s il te plaît, prière de,
      je vous prie, vous prie, je vous demande, demande, demandons, exige, immédiatement, sollicite,
      je vous saurais gré, ayez l amabilité, ayez la gentillesse, priez, pouvez vous
    `,
    polite: `
      donc, merci, bonjour, désolé, désolée, malheureusement, cordialement, madame, monsieur, hélas, regrette, bien,
      salut, désolés, bonne, journée, beaucoup, pour, votre, message, mail, proposition, offre, à, vous, ça, est, c,
      là
    `,
    want: `
      veux, veut, voulons, voudrai*, voudrions, souhait*, désir*, aimerai*, aimerions, envie, compte, comptons, prévu,
      intention, tiens, tenons, envisag*
    `,
    can: `
      auriez, seriez, auriez vous, peux, peut, pouvons, pouvez, pourriez, pourrions, pourrait, puis, pourrais, peut on
    `,
    ensure: 'faites en sorte, assurez vous, veillez à, faire en sorte, faites le nécessaire, pensez à',
    how: 'comment, quand, où, quel, quelle, quels, quelles, combien, qui, est ce que, quoi',
    but: 'mais, par contre, en revanche, or',
    however: 'cependant, toutefois, néanmoins, seulement, pourtant, hélas, malheureusement',
    although: 'bien que, même si, quoique, malgré, tandis que, alors que',
    if: 'si, s, dès que, lorsque, quand nous, au cas où',
    because: 'car, parce que, puisque, c est pourquoi, comme nous',
    and: 'et, ou, puis, ainsi que',
    that: 'que, qu, afin que, pour que',
    unsubscribe: `
      désabonn*, désinscri*, me désinscrire, désinscription, unsubscribe*, résilier mon abonnement, me radier, radiez,
      radiation, opt out
    `,
    remove: `
      supprim*, retir*, enlev*, effac*, ôte*, ôter, rayez*, rayer, sortez, sortir, suppression, effacement, éliminez,
      virez, exclure, excluez, détruire, détruisez, dégagez, biffer, bannir, retrait, radier
    `,
    take: 'mettez, prenez, laissez, sortez',
    off: 'hors',
    stop: `
      arrêt*, cess*, stop, stopp*, mettez fin, mettre fin, abstenez, abstenir, marre, assez, basta, suffit, interromp*,
      fini, finissez, trêve, abstient, ras le bol
    `,
    list: `
      liste, listes, fichier, fichiers, base, bases, mailing list, mailing, liste de diffusion, base de données,
      carnet, newsletter, registre, système, envois, diffusion, répertoire, liste d envoi, campagnes, mailings,
      contacts, lettre d information, destinataires, crm, listing
    `,
    'other-list': `
      liste d attente, liste de prix, liste d invités, liste des invités, liste des participants, liste de courses,
      liste de mariage, commande, devis, facture, panier, liste noire, liste des tâches
    `,
    mail: `
      mail, mails, e-mails, email, emails, courriel, courriels, message, messages, newsletter*, lettre, lettres,
      lettre d information, envois, envoi, courrier*, communications, mailing, mailings, communication, sollicitation*,
      relance, relances, infolettre*, notifications
    `,
    ads: `
      pub, pubs, publicité*, publicitaire*, spam*, offres, promotion*, promo, promos, démarchage*, prospection*,
      commercial*, sollicitation*, indésirable*, démarcher, pourriel*
    `,
    data: `
      adresse, adresses, données, coordonnées, nom, @, compte, numéro, données personnelles, mail adresse,
      adresse mail, adresse email, informations me concernant, profil, fiche
    `,
    contact: `
      contact*, recontact*, écri*, envoy*, envoi, solliciter, sollicitez, spamm*, importun*, harcel*, dérang*, relanc*,
      mailer, écrire, appel*, rappel*, ennuy*, démarch*, embêt*, adress*, bombard*, inond*, polluer, transmettre,
      transmet*, parvenir, joindre
    `,
    receive: `
      recevoir, reçoive*, reçoi*, recevons, avoir, entendre parler, être contacté*, être sollicité*, être démarché*,
      voir, lire, être dérangé*
    `,
    consent: `
      consent*, autoris*, accord, demandé à recevoir, demandé, inscrit, inscrite, abonné, souscrit,
      accepté de recevoir, permission, opt in, sollicité ces, consentement
    `,
    object: `
      raison de ne pas, raison de refuser, raison de dire non, oppose*, opposition, objection*, m oppose,
      refus de recevoir, inconvénient*, conteste, interdis, interdisons, révoque
    `,
    subscription: 'abonnement*, inscription',
    thing: `
      site, site web, page web, chaise*, table*, ligne, article*, produit*, image, photo, page, pièce, facture,
      rendez vous, point, paragraphe, logo, fichier joint, ticket, appareil, licence*, colis, option, module, bouton
    `,
    interest: `
      envie d un, envie de ce, intéress*, intérêt*, curieu*, tenté*, tent*, intrigu*, attir*, séduit*, enthousias*
    `,
    need: `
      besoin*, nécessaire, nécessité, utilité, utile pour nous, utiles pour nous, demande, exigence*, faut, sert,
      servira*
    `,
    fit: `
      ce que nous cherchons, ce que nous recherchons, ce dont nous avons, qu il nous faut, ce qu il nous faut, profit,
      avantage, intéressant pour nous, exigences, retenu, retenue, retenus, sélectionné, sélectionnée, notre secteur,
      notre métier, correspond*, convient pas, convien*, adapté*, pertinent*, concerne*, conforme, approprié*, répond*,
      rentre, entre dans, colle, cadre, pour nous, pour moi, priorité*, priorités, d actualité, à l ordre du jour,
      envisageable, aide*, aiderait, réaliste, cohérent*, notre domaine, notre activité, possible, convaincu*,
      convainc*, cible, jouable
    `,
    budget: 'permettre, assumer, budget*, moyens, argent, fonds, financ*, ressources, trésorerie',
    decline: `
      était contre, étaient contre, sommes contre, suis contre, est contre, retirer notre, retirons notre, retire ma,
      retirez notre, retirer ma, dire non, résister, déclin*, refus*, renon*, abandon*, rejet*, laisser tomber,
      laissons tomber, passe mon tour, passons notre tour, décliné, écarté, annulé, abstenir, rejeté, retenu*, retenir,
      retenons, désist*, gelé, gèle, suspendu, tombé à l eau, enterré, se passera, passerons, mis fin,
      arrêté le projet
    `,
    rival: `
      autre prestataire, autre fournisseur, autre solution, autre société, autre entreprise, autre partenaire,
      autre offre, autre produit, autre outil, autre agence, autre option, autre choix, concurrent*, concurrence,
      quelqu un d autre, ailleurs, un confrère, autre direction
    `,
    supplier: `
      fournisseur*, prestataire*, partenaire*, solution*, outil*, agence*, contrat*, en interne, interne, logiciel*,
      système*, cabinet, sous traitant
    `,
    have: 'avons, ai, avoir, travaillons, utilisons, dispos*, faisons, gérons, travaille, utilise, avec',
    already: 'déjà, depuis, en place, depuis longtemps, en interne, nous mêmes, actuel, habituel',
    choose: `
      tranché, penché, en faveur, incliné, prononcé, choisi*, opté, retenu, décidé, signé avec, choix, préféré,
      sélectionné, parti*, tourné*, attribué, arrêté notre, confié, privilégié
    `,
    stay: `
      laisser les choses, laissons les choses, en l état, rester comme, statu quo, comme c est, tel quel, restons,
      rester, restons chez, restons avec, gardons, garder, conserv*, préférons garder, en rester là, en restons là,
      reste chez, continuons avec, maintenons
    `,
    satisfied: `
      satisfait*, équipés, équipées, suis équipé, sommes équipé*, bien équipé*, pourvu*, content de, contents de,
      contents avec, couvert*, outillé*, bien servis, comblés, comblé, déjà ce qu il, ce qu il nous faut,
      ce qu il faut
    `,
    cancel: 'annul*, résili*, décommand*, rétract*, rompre, clôtur*, rupture',
    expensive: `
      cher, chère, chers, coûteu*, onéreu*, hors budget, hors de prix, au dessus de, dépasse, trop élevé,
      hors de nos moyens, élevé
    `,
    continue: `
      suite, poursui*, continu*, donner suite, donnerons, aller plus loin, plus loin, avanc*, aboutir, faisable,
      engager, lancer, collaborer
    `,
    use: 'usage, utilisation, s en servir, utiliserons',
    change: 'ancienne adresse, nouvelle adresse, vieille adresse, chang*, remplac*, modifi*, bouger',
    too: 'trop, bien, beaucoup, largement, notre, nos, un peu',
    yes: `
      sans aucun doute, sans doute possible, aucun doute, oui, ouais, certes, bien sûr, bien entendu, tout à fait,
      absolument, certainement, volontiers, évidemment, carrément, entendu, parfait
    `,
    agree: `
      je confirme, nous confirmons, confirmé, accord, d accord, accept*, valid*, convenu, marché conclu, ça me va,
      ça nous va, me va, nous va, me convient, nous convient, convient parfaitement, partant*, adhér*, approuv*,
      conquis*, convaincu*, plaît, plaisent, signe, signons, signer, prenons, banco, c est bon, adjugé, feu vert,
      vas y, allez y, topons, retenons votre, preneur*, ca marche, ça roule
    `,
    good: `
      très bien, c est bien, bien fait, bien pensé, correct, correcte, raisonnable, juste, cohérente, honnête, bon,
      bonne, super, génial*, excellent*, parfait*, intéressant*, belle, beau, magnifique, formidable, prometteu*, top,
      impressionn*, sympa*, joli*, chouette, convaincant*, alléchant*, idéal
    `,
    love: `
      emballé, emballés, enthousiaste, enthousiastes, plaisir, volontiers, ravi*, enchanté*, hâte, heureu*, adore*,
      avec joie, impatien*, apprécie, apprécions, aimerais bien, serait bien
    `,
    meet: `
      rendez vous, rdv, rencontr*, réunion, appel*, rappel*, démo, démonstration*, présent*, parler, discut*, échang*,
      téléphon*, visio*, passer nous voir, venir, montrez*, montrer, disponibilités, créneau*, caler, fixer, visite,
      voir de, en parler, entretien, de vive voix, planifi*, café, agenda, convenir, joindre, déjeuner
    `,
    info: `
      références, information*, infos, documentation*, devis, brochure*, catalogue*, contrat*, échantillon*, détails,
      plaquette*, fiche*, précisions, en savoir plus, savoir plus, proposition*, dossier, référence*, essai,
      compte de test, lien, conditions, offre, explique*, expliqu*, cahier, exemples, document*, dites m en,
      version d essai, accès
    `,
    price: 'prix, tarif*, coût*, coûte*, combien, devis, chiffrage, remise, budget à prévoir',
    order: `
      particip*, assister, rejoindre, délai, délais, quel délai, sous quel délai, command*, achet*, achat*, acquérir,
      acquisition, exemplaires, licences, réserv*, souscri*, bon de commande, pièces, postes, livr*, inscrivez,
      inscrire, prendre la, prenons la, unités
    `,
    available: 'disponible*, libre*, dispo*, à 10 h, à 15 h',
    start: `
      commenc*, démarr*, lancer, lançons, essay*, test*, expériment*, débuter, mettre en place, pilote, se lance,
      prochaines étapes, prochaine étape, on y va, allons y
    `,
    now: `
      pour le moment, pour l instant, maintenant, actuellement, en ce moment, à ce stade, à l heure actuelle,
      cette année, ce mois ci, ce trimestre, aujourd hui, dans l immédiat, à ce jour, présentement
    `,
    maybe: 'peut être, éventuellement, possiblement',
    busy: `
      débordé*, occupé*, pas le temps, surchargé*, en vacances, en congé*, mauvais moment, sous l eau, pas disponible*,
      la tête sous, charrette, peu de temps, accaparé*
    `,
    colleague: 'chef, patron, direction, directeur, directrice, supérieur',
    problem: `
      livraison n, pas livré, pas encore livré, livraison en retard, réinitialis*, lien ne, lien est mort, bruit*,
      étrange*, bizarre*, vide, achetée, acheté l an, que nous avons acheté, fume, n arrive plus, n arrivent plus,
      obstacle, renvoyer, fuit, à sec, problème*, erreur*, panne*, défectueu*, cassé*, abîmé*, endommagé*,
      réclamation*, plainte, ne fonctionne, ne marche, manque, manquant*, facture*, colis, retard*, en attente,
      remboursement, avoir, connexion, connecter, mot de passe, mise à jour, bug, bugue, garantie, réparation*,
      technicien*, par erreur, litige, relance de, toujours pas, pas encore, plante, bloqué*, fuite, mécontent*,
      débité
    `,
    other: 'autre, autres',
    until: 'jusqu en, jusqu à, jusqu au, d ici, jusqu',
    month: `
      janvier, février, mars, avril, mai, juin, juillet, août, septembre, octobre, novembre, décembre, printemps, été,
      automne, hiver, noël, pâques, rentrée
    `,
    tried: 'essayé, testé, expérimenté, avions essayé',
    failed: 'sans succès, n a pas marché, n a pas fonctionné, pas concluant*, en vain, n a rien donné',
    'meet past': 'rencontrés, rencontrées, rencontré',
    why: 'pourquoi',
    'not want': 'préfère ne, préférons ne, préférerais ne, préférerions ne, aimerais ne, aimerais mieux ne',
    day: 'matin, après midi, demain, semaine prochaine, lundi, mardi, mercredi, jeudi, vendredi, heures, h, midi',
    'data me': 'sur moi, me concernant, sur nous, à mon sujet',
    believe: 'crois, croyons, pense, pensons, trouve, trouvons',
  },
};
