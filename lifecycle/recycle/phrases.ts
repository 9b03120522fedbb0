import { splitList } from '../text';

/**
 * How salespeople say the default reasons, in English, French, German and Spanish. Written as `wordsOf` folds a text: lower
 * case, no accents, apostrophes and hyphens as spaces. `…` stands for up to two words.
 */
const SAID = {
	no_budget: `
		no budget, no more budget, not … budget, don t … budget, doesn t … budget, without … budget, lack of budget, lacks budget,
		insufficient budget, out of budget, over budget, budget … cut, budget … frozen, budget freeze, budget … spent, budget issue,
		budget issues, budget problem, budget constraints, no money, no funds, no funding, lack of funds, too expensive, too pricey,
		too costly, price … too high, can t afford, cannot afford, not afford,
		pas … budget, plus de budget, aucun budget, sans budget, manque de budget, budget insuffisant, budget … gele, budget … epuise,
		budget … refuse, hors budget, trop cher, trop chere, trop couteux, prix … trop eleve, pas les moyens, pas d argent,
		kein budget, keine mittel, kein geld, ohne budget, budget fehlt, budget … gestrichen, budget … eingefroren,
		budget … erst, budget … aufgebraucht, budget … nicht freigegeben, zu teuer, preis … zu hoch, nicht leisten,
		sin presupuesto, no … presupuesto, falta de presupuesto, presupuesto … congelado, presupuesto … recortado,
		demasiado caro, demasiado cara, muy caro, muy cara, precio … alto, no … dinero, sin fondos`,
	no_authority: `
		not … authority, doesn t … authority, no … authority, no decision maker, not … decision maker, isn t … decision maker,
		no decision power, no buying power, no purchasing power, no power, no say, cannot decide, can t decide, not decide,
		doesn t decide, needs approval,
		pas … decideur, pas … decisionnaire, non decisionnaire, pas … pouvoir, aucun pouvoir, sans pouvoir, pas d autorite,
		pas l autorite, aucune autorite, ne decide pas,
		kein entscheider, keine entscheiderin, nicht entscheiden, nicht entscheidungsbefugt, entscheidet nicht,
		nicht der entscheider, keine befugnis, keine … befugnis, keine entscheidungsbefugnis, keine kaufbefugnis, ohne befugnis, ohne entscheidungsbefugnis, no decide, no es quien decide, no … decisor, sin poder de decision,
		no … poder de decision, no tiene autoridad, sin autoridad`,
	no_need: `
		no needs, not … need, don t need, doesn t need, not interested, isn t interested, aren t interested, no longer interested,
		no interest, no use case, no project, not a fit, no fit, happy with, satisfied with, just browsing, just looking, only curious,
		pas de besoin, pas besoin, aucun besoin, plus de besoin, plus besoin, sans besoin, pas interesse, pas interessee, pas interesses,
		plus interesse, plus interessee, pas d interet, aucun interet, pas de projet, plus de projet, aucun projet, deja equipe,
		deja equipee, deja equipes, simple curiosite,
		kein bedarf, keinen bedarf, kein interesse, nicht interessiert, nicht mehr interessiert, keine verwendung,
		kein projekt, brauchen … nicht, braucht … nicht, schon versorgt, bereits versorgt, zufrieden mit, no … necesita,
		no … necesitan, sin necesidad, no … interesa, no … interesado, no … interesada, sin interes, ya no … interesa,
		contentos con, satisfechos con`,
	bad_timing: `
		timing, wrong time, not now, not yet, not ready, isn t ready, too early, too soon, later, next year, next quarter, next month,
		next fiscal year, call back, call … back, come back, on hold, postponed, delayed, pushed back, not this year, not this quarter,
		not the right moment, not a priority, no priority, low priority,
		mauvais moment, pas … moment, pas maintenant, pas encore, pas pret, pas prete, pas prets, trop tot, plus tard, l an prochain,
		annee prochaine, trimestre prochain, prochain trimestre, mois prochain, reporte, repousse, projet decale, en attente, a rappeler,
		rappeler en, pas prioritaire, pas une priorite, pas cette annee,
		not right now, not at the moment, not at this time, not this month, call … in, falscher zeitpunkt,
		nicht der richtige zeitpunkt, jetzt nicht, nicht jetzt, momentan nicht, derzeit nicht, zurzeit nicht, noch nicht,
		zu fruh, spater, nachstes jahr, nachsten monat, nachstes quartal, verschoben, zuruckgestellt, auf eis,
		keine prioritat, wieder anrufen, ahora no, todavia no, aun no, mal momento, no es … momento, mas adelante, mas tarde,
		proximo ano, ano que viene, proximo trimestre, proximo mes, aplazado, pospuesto, no es … prioridad, llamar en`,
	unreachable: `
		not reachable, no response, no answer, no reply, no contact, not respond, not responding, not reply, not replying, not answer,
		not answering, doesn t answer, doesn t respond, doesn t reply, didn t answer, didn t respond, didn t reply, never answered,
		never answers, never responded, never responds, never replied, never replies, never called back, never calls back, t call back,
		not call back, cannot reach, can t reach, could not reach, couldn t reach, unable to reach, unable to contact, cannot contact,
		can t contact, ghosted, ghosting, went silent, went dark, went quiet, gone dark, gone quiet, voicemail, no show,
		injoignable, pas joignable, pas de reponse, aucune reponse, sans reponse, ne repond pas, ne repond plus, pas repondu,
		jamais repondu, repondeur, messagerie, sans nouvelles, pas de nouvelles, plus de nouvelles, ne rappelle pas,
		impossible a joindre, impossible de joindre, pas … joindre,
		nicht erreicht, nicht erreichbar, nicht zu erreichen, niemand erreicht, keine antwort, keine ruckmeldung,
		keine reaktion, antwortet nicht, reagiert nicht, meldet sich nicht, geht nicht ran, nicht ans telefon, mailbox, anrufbeantworter,
		no contesta, no responde, no … respuesta, sin respuesta, ilocalizable, no … localizar, imposible contactar,
		buzon de voz`,
	competitor: `
		competitors, competition, another vendor, another supplier, another provider, another solution, other vendor,
		went with someone else, bought elsewhere, signed elsewhere, already bought, already signed,
		concurrent, concurrente, concurrents, concurrence, autre fournisseur, autre prestataire, autre editeur, autre solution,
		achete ailleurs, signe ailleurs, deja signe, deja achete,
		mitbewerber, wettbewerber, konkurrenz, konkurrent, anderer anbieter, anderen anbieter, andere losung,
		bereits gekauft, schon gekauft, woanders gekauft, competencia, competidor, otro proveedor, otra solucion, ya compro,
		ya firmo`,
	wrong_person: `
		wrong contact, wrong department, not … right person, not … right contact, isn t … right person, left the company, left company,
		no longer works, no longer working, no longer with, no longer there, no longer at, changed jobs, changed job, retired, student,
		intern, job seeker, looking for a job,
		mauvaise personne, mauvais contact, mauvais interlocuteur, pas la bonne personne, pas le bon contact, pas le bon interlocuteur,
		a quitte, ne travaille plus, plus dans l entreprise, plus dans la societe, parti de l entreprise, change de poste, etudiant,
		etudiante, stagiaire, a la retraite,
		falsche person, falscher ansprechpartner, falsche ansprechpartnerin, falscher kontakt, nicht zustandig,
		nicht der richtige ansprechpartner, hat … verlassen, nicht mehr im unternehmen, arbeitet nicht mehr, ausgeschieden,
		im ruhestand, praktikant, praktikantin, schuler, persona equivocada, contacto equivocado, no es la persona,
		ya no trabaja, dejo la empresa, jubilado, jubilada, becario, becaria, estudiante`,
	bad_data: `
		wrong data, invalid data, incorrect data, wrong number, wrong phone, wrong email, wrong e mail, wrong address,
		wrong contact details, wrong details, invalid number, invalid phone, invalid email, invalid e mail, invalid address, bad email,
		bad e mail, bad number, bad phone, no phone number, not in service, bounced, bounces, bounce, fake, bogus, spam, test lead,
		mauvaises donnees, fausses donnees, donnees fausses, donnees erronees, donnees incorrectes, coordonnees fausses,
		coordonnees erronees, coordonnees incorrectes, mauvaises coordonnees, fausses coordonnees, faux numero, mauvais numero,
		numero invalide, numero incorrect, fausse adresse, mauvaise adresse, adresse invalide, adresse incorrecte, mauvais email,
		mauvais e mail, email invalide, e mail invalide, faux contact, indesirable,
		falsche e mail, falsche e mail adresse, falsche mail, falsche mailadresse, falsche kontaktdaten, falsche daten, falsche nummer, falsche telefonnummer, falsche adresse, ungultige adresse, ungultige nummer,
		ungultige e mail, nummer stimmt nicht, unzustellbar, datos incorrectos, datos erroneos, numero equivocado,
		numero incorrecto, telefono equivocado, correo invalido, correo incorrecto, direccion incorrecta, datos falsos`,
	duplicate: `
		duplicates, duplicated, dupe, double entry, already in crm, already in the crm, already in our crm, already exists, same person as,
		same lead as,
		doublon, doublons, en double, deja dans le crm, deja dans notre crm, existe deja, deja existant, deja existante,
		dublette, dubletten, doppelt, duplikat, doppelter eintrag, bereits im crm, schon im crm, schon vorhanden,
		bereits vorhanden, duplicado, duplicada, repetido, repetida, ya esta en el crm, ya existe, already a customer,
		already our customer, existing customer, bestandskunde, bestandskundin, bereits kunde, ya es cliente, deja client,
		deja cliente`,
};

/** Phrases by the name of the default reason they stand for; the name itself is not among them. */
export const PHRASES: ReadonlyMap<string, readonly string[]> = new Map(
	Object.entries(SAID).map(([reason, phrases]) => [reason, splitList(phrases)]),
);
