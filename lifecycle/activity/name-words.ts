import type { Nothing } from './adapter';

/**
 * The words in which people and tools name events, in English, German, French, Spanish, Italian, Portuguese and Dutch, and
 * what they mean together. Order does not matter: `Requested Demo`, `demo.requested` and `Demo angefragt` hold the same words.
 */

/** Two words that are one, by their snake_case. */
const JOINED: readonly (readonly [written: RegExp, word: string])[] = [
	[/e_?mail/g, 'email'],
	[/un_subscri/g, 'unsubscri'],
	[/opt(ed)?_out/g, 'unsubscribed'],
	[/opt(ed)?_in/g, 'subscribed'],
	[/no_?show(ed)?|did_not_(attend|show)|didn_t_(attend|show)|nicht_(erschienen|teilgenommen)|pas_venue?/g, 'noshow'],
	[/sign(ed)?_?up/g, 'signup'],
	[/log(ged)?_?in|sign(ed)?_?in/g, 'login'],
	[/call_?back|ruckruf/g, 'callback'],
	[/filled_(in|out)|fill_(in|out)/g, 'submitted'],
	[/in_app/g, 'inapp'],
	[/text_message/g, 'sms'],
	[/web_?push/g, 'push'],
	[/rendez_vous/g, 'rdv'],
	[/land(ing)?_page/g, 'page'],
	[/e_book/g, 'ebook'],
	[/white_paper|livre_blanc|libro_(blanco|bianco)/g, 'whitepaper'],
	[/case_stud(y|ies)/g, 'casestudy'],
	[/blog_(post|article)s?/g, 'blog'],
	[/trade_show/g, 'tradeshow'],
	[/voice_?mail/g, 'voicemail'],
	[/phone_call/g, 'call'],
	[/marked?_(as_)?(spam|junk)|report(ed)?_(as_)?spam|spam_report(ed)?/g, 'spam'],
	[/mailing_?list/g, 'newsletter'],
	[/cancel(ou|amento)_(d[ae]_)?inscricao/g, 'unsubscribed'],
	[/marcado_como_spam/g, 'spam'],
	// What the Portuguese contract: em + o, em + a.
	[/(?<=cao|ou|[aei]d[oa]|it[oa])_n[oa]s?_/g, '_'],
	[/ne_.*_pas/g, 'not'],
];

/** Forms of one word: accents removed, lower case. */
const FORMS: Readonly<Record<string, string>> = {
	// What was done.
	request:
		'request requested requests requesting ask asked asks anfrage angefragt angefordert beantragt gewunscht demande demandee demandes solicitado solicitada solicitud solicito richiesta richiesto aangevraagd aanvraag pedida solicitou solicitacao pediu pidio verzoek verzocht',
	submit:
		'submit submitted submits submission submissions response responses filled fill entry abgeschickt abgesendet abgesandt ausgefullt eingereicht soumis soumise soumission rempli remplie rellenado rellenada inviato inviata compilato compilata ingevuld ingediend preenchido preenchida preenchimento preencheu absendung envio',
	send: 'send sent sends sending gesendet versendet verschickt envoye envoyee envoyes enviado enviada spedito spedita verzonden verstuurd',
	queue:
		'queue queued process processed processing accepted scheduledsend injected injection enqueued attempted drafted',
	delay: 'delay delayed defer deferred deferral throttled',
	drop: 'drop dropped suppressed rejected reject skipped skip',
	open: 'open opened opens opening geoffnet ouvert ouverte ouverture abierto abierta apertura aperto aperta geopend aberto aberta abriu',
	click:
		'click clicked clicks clicking geklickt angeklickt clique cliquee clic clics pulsado clicado hizo cliccato cliccata geklikt aangeklikt tapped clicou',
	bounce:
		'bounce bounced bounces bouncing rebote rebotado rebondi rimbalzato undeliverable zuruckgewiesen rejete rechazado respinto rejeitado rejeitada devolvido devolvida devuelto',
	hard: 'hard permanent hardbounce',
	soft: 'soft temporary transient softbounce',
	unsubscribe:
		'unsubscribe unsubscribed unsubscribes unsub unsubscription optout abgemeldet abbestellt abmeldung desabonne desabonnee desabonnement desinscrit desinscription baja desuscrito disiscritto disiscritta disiscrizione afgemeld uitgeschreven descadastro descadastrado descadastrou austragung',
	subscribe:
		'subscribe subscribed subscribes optin abonniert abonne abonnee suscrito suscrita suscripcion suscribio iscritto iscritta abbonato geabonneerd inscreveu assinou abonnierung',
	spam: 'spam complaint complained complain spamreport spamcomplaint junk plainte queja spamverdacht',
	deliver:
		'deliver delivered delivers delivery deliveries zugestellt livre livree entregado entregada consegnato bezorgd afgeleverd entregue',
	book: 'book booked booking bookings books schedule scheduled schedules reserve reserved gebucht vereinbart eingeplant reserviert planifie planifiee programme reservado reservada agendado agendada agendo prenotato prenotata fissato ingepland geboekt gemaakt set reservee pris prise agendou marcado marcada marcou reservou buchung reservation prenotazione reserva',
	cancel:
		'cancel cancelled canceled cancels cancellation abgesagt storniert absage annule annulee annulation cancelado cancelada cancelo annullato annullata geannuleerd afgezegd cancelou stornierung',
	move: 'reschedule rescheduled reschedules moved verschoben verlegt reporte reportee deplace deplacee reprogramado reprogramada spostato spostata rinviato verzet verplaatst reagendado reagendada remarcado remarcada remarcou verschiebung',
	attend:
		'attend attended attends attendance join joined joins participate participated teilgenommen teilnahme beigetreten participe participee participation assiste asistio asistido asistencia participo partecipato partecipata deelgenomen bijgewoond partecipazione partecipato partecipata participou compareceu asistieron',
	register:
		'register registered registers registration registrations registrant enrolled enroll rsvp angemeldet anmeldung registriert inscrit inscrite inscription registrado registrada registro inscrito inscrita inscripcion registrato registrata iscrizione aangemeld aanmelding ingeschreven inschrijving inscricao inscreveu cadastro cadastrado cadastrou',
	noshow: 'noshow missed absent verpasst manque verpasster verpasste verpasstes manquee manques faltou',
	start:
		'start started starts begin began begun activate activated gestartet begonnen aktiviert commence commencee demarre demarree active activee iniciado iniciada comenzado empezado iniziato iniziata attivato initiated initiate initie initiee iniziata iniciado iniciada iniziati comecou iniciou inicio',
	end: 'end ended ends expire expired expires ending abgelaufen beendet expiree termine terminee terminado expirado caducado scaduto scaduta verlopen afgelopen expirou terminou encerrado encerrada',
	view: 'view viewed views visit visited visits see seen read reads watch watched watches play played angesehen angeschaut besucht gelesen aufgerufen vu vue vus consulte consultee visite visitee lu lue regarde visto vista visitado visitada leido visualizzato visualizzata visitato bekeken bezocht gelezen regarde regardee regardees viewing viewer visualizou visualizado visualizada assistiu assistido viu visitou acessou acessada leu',
	download:
		'download downloaded downloads heruntergeladen geladen telecharge telechargee telechargement descargado descargada descarga scaricato scaricata gedownload baixou baixado baixada descargo',
	complete:
		'complete completed completes finish finished done abgeschlossen fini finie complete completee completado completada finalizado completato completata afgerond voltooid concluido concluida concluiu finalizou completo',
	answer:
		'answer answered answers pickedup beantwortet angenommen decroche contestado contestada atendida risposto risposta beantwoord opgenomen connected connect verbunden atendeu',
	reply:
		'reply replied replies respond responded geantwortet antwort repondu reponse respondido respuesta geantwoord received empfangen recu recibido ricevuto ontvangen respondeu',
	forward: 'forward forwarded forwards weitergeleitet transfere transferee reenviado inoltrato doorgestuurd',
	create:
		'create created creates new neu neue erstellt angelegt cree creee creado creada creato creata aangemaakt criado criada criou eroffnet',
	pay: 'pay paid pays succeeded success successful received_payment bezahlt paye payee reglee pagado pagada pagato pagata betaald captured pagou pago paga',
	buy: 'buy bought buys purchase purchased purchases gekauft bestellt achete achetee achat comprado comprada compra acquistato acquistata acquisto gekocht besteld place placed aufgegeben passee realizado realizada effettuato effettuata geplaatst comprou effectue',
	fail: 'fail failed fails failure declined fehlgeschlagen echoue echouee fallido fallida fallito mislukt falhou recusado recusada',
	refund:
		'refund refunded refunds erstattet erstattung ruckerstattung rembourse remboursee remboursement reembolsado reembolso rimborsato rimborso terugbetaald',
	reach: 'inbound incoming eingehend eingehender entrant entrante inkomend',
	// What it was done to.
	demo: 'demo demos demonstration vorfuhrung produktdemo livedemo demoanfrage demowunsch demonstracao demostracion dimostrazione demonstratie',
	form: 'form forms formular formulars formulaire formulario modulo formulier webform kontaktformular contactform leadform leadgen',
	email: 'email emails mail mails nachricht courriel correo posta',
	link: 'link links url lien liens enlace enlaces collegamento',
	newsletter: 'newsletter list infolettre boletin nieuwsbrief boletim',
	meeting:
		'meeting meetings appointment appointments termin termine besprechung gesprach erstgesprach rdv reunion reunions cita citas riunione appuntamento afspraak consultation calendar kalender invitee event_type kennenlerngesprach erstgesprach reuniao reunioes beratungsgesprach',
	webinar: 'webinar webinars webinaire webinario webcast onlineseminar',
	event:
		'event events veranstaltung evenement evenements evento seminar seminaire conference konferenz conferencia workshop',
	trial: 'trial trials testversion testphase probezeit testzugang essai prueba prova proefperiode teste gratisversion',
	page: 'page pages seite webseite website pagina site',
	pricing: 'pricing prices preis preise preisseite tarifs tarif precios prezzi prijzen precos',
	call: 'call calls phone anruf telefonat appel appels llamada llamadas chiamata telefoontje gesprek ligacao chamada',
	callback: 'callback ruckrufwunsch rappel rappele devolucion',
	chat: 'chat chats conversation conversations unterhaltung conversacion',
	video: 'video videos film',
	survey:
		'survey surveys nps csat poll umfrage fragebogen sondage questionnaire encuesta sondaggio enquete feedback pesquisa',
	subscription: 'subscription subscriptions abo abonnement vertrag membership',
	order:
		'order orders invoice invoices payment payments transaction transactions bestellung rechnung zahlung kauf commande facture paiement factura pago ordine pagamento bestelling betaling charge deal_payment pedido bestellungen',
	checkout: 'checkout kasse caisse',
	signup: 'signup signups',
	login: 'login logins',
	push: 'push notification notifications',
	sms: 'sms whatsapp',
	inapp: 'inapp',
	whitepaper: 'whitepaper',
	ebook: 'ebook',
	brochure: 'brochure broschure folleto opuscolo',
	casestudy: 'casestudy fallstudie',
	message: 'message messages nachrichten mensaje messaggio bericht',
	document:
		'document documents dokument file files asset pdf guide leitfaden datei fichier archivo documento content resource guia guida handbuch planilha',
	add: 'add added adds adding hinzugefugt ajoute ajoutee anadido anadida aggiunto aggiunta toegevoegd',
	use: 'use used uses using genutzt verwendet benutzt utilise utilisee usado usada utilizado usato usata utilizzato gebruikt',
	invite:
		'invite invited invites invitation invitations eingeladen einladung invitado invitada invitato uitgenodigd uitnodiging invitacion convite',
	remind: 'reminder reminders remind reminded erinnerung recordatorio promemoria herinnering',
	won: 'won win gewonnen gagne gagnee ganado ganada vinto vinta',
	lost: 'lost lose verloren perdu perdue perdido perdida perso persa',
	cart: 'cart carts basket warenkorb panier carrito carrello winkelwagen',
	replay: 'replay replays recording recordings aufzeichnung enregistrement grabacion opname',
	blog: 'blog blogs blogpost blogposts article articles artikel articulo articolo beitrag',
	tradeshow: 'tradeshow tradeshows messe fachmesse salon feria fiera beurs',
	booth: 'booth booths stand messestand',
	quote: 'quote quotes quotation angebot offerte devis presupuesto preventivo orcamento',
	deal: 'deal deals opportunity opportunities verkaufschance opportunite oportunidad opportunita',
	account: 'account accounts konto benutzerkonto compte comptes cuenta conta',
	feature: 'feature features funktion fonctionnalite funcion funzione functie',
	voicemail: 'voicemail voicemails mailbox anrufbeantworter messagerie repondeur buzon segreteria',
	// Says what kind it was, and changes nothing.
	'': `a an the of for to in on with by at from into our your my us is was has have been and or per via
		der die das ein eine einen einem den dem des im in an auf zu zur zum fur von mit wurde hat ist sich uber
		le la les un une des du de d l au aux en par pour sur avec a est ete s son sa
		el los las una del al por para con se ha fue su il lo gli dei della di per e het een van voor met op is
		user users lead leads contact contacts customer customers person people prospect visitor visitors member kunde kontakt interessent
		client clients utilisateur cliente usuario utente klant gebruiker
		online live free kostenlos kostenlose gratuit gratuite gratuita gratuito gratis left product produkt produit producto web website_lead first neue newest
		als vom beim dans markiert marque comme como uma um o os da do dos na em foi
		am as marked flagged electronico electronique elettronica bot chatbot score double confirmed outbound ausgehend sortant saliente discovery intro introductory
		team teammate teammates colleague colleagues unique status update event_name marketing campaign transactional saas company b2b`,
};

const MEANINGS: ReadonlyMap<string, string> = new Map(
	Object.entries(FORMS).flatMap(([word, forms]) =>
		forms
			.split(/\s+/)
			.filter((form) => form !== '')
			.map((form): [string, string] => [form, word]),
	),
);

export interface NamedType {
	type: string;
	/** What the name itself says, such as the kind of content or of page. */
	properties: Record<string, string>;
}

const NOT_YET = 'the message was sent or is on its way: the lead did nothing yet';
const NO_NEWS = 'a temporary delivery problem says nothing about the lead';

interface Rule {
	type: string;
	/** Why there is no activity. */
	silent?: string;
	/** All of these words are in the name … */
	needs: readonly string[];
	/** … and no others but these. */
	may: ReadonlySet<string>;
}

const rule = (type: string, needs: string, may = '', silent?: string): Rule => ({
	type,
	silent,
	needs: needs.split(' '),
	may: new Set([...needs.split(' '), ...may.split(' ')]),
});

const each = (type: string, objects: string, verbs: string, may = ''): Rule[] =>
	objects.split(' ').flatMap((object) => verbs.split(' ').map((verb) => rule(type, `${object} ${verb}`, may)));

const MEDIA = 'push sms inapp';

const RULES: readonly Rule[] = [
	...['send', 'queue', 'delay', 'drop'].flatMap((word) => [rule('', word, 'email newsletter push sms inapp', NOT_YET)]),
	...['webinar', 'event', 'meeting', 'demo', 'trial'].flatMap((object) => [
		rule('', `${object} invite send`, 'email', NOT_YET),
		rule('', `${object} remind send`, 'email', NOT_YET),
	]),
	rule('', 'soft bounce', 'email', NO_NEWS),
	rule('', 'soft', 'email fail deliver', NO_NEWS),
	rule('email_delivered', 'deliver', 'email newsletter message'),
	rule('', 'deliver', `${MEDIA} message`, NOT_YET),
	rule('email_bounce', 'bounce', 'email hard newsletter message'),
	rule('email_bounce', 'hard', 'email fail'),
	rule('email_spam_complaint', 'spam', 'email newsletter message'),
	rule('email_unsubscribe', 'unsubscribe', 'email newsletter form'),
	rule('email_subscribe', 'subscribe', 'email newsletter form'),
	...each('email_subscribe', 'newsletter', 'signup register', 'form submit'),
	rule('email_forward', 'forward', 'email newsletter'),
	rule('email_reply', 'reply', 'email newsletter'),
	rule('email_click', 'email click', 'link newsletter'),
	rule('email_click', 'newsletter click', 'link email'),
	rule('email_click', 'link click'),
	rule('email_open', 'email open', 'newsletter'),
	rule('email_open', 'newsletter open'),
	rule('email_open', 'newsletter view', 'email'),
	...each('message_open', MEDIA, 'open view', 'message'),
	...each('message_click', MEDIA, 'click', 'link message'),
	...each('message_reply', MEDIA, 'reply answer', 'message'),
	...each('demo_request', 'demo', 'request book submit register signup', 'form submit send create page request'),
	...each('demo_request', 'demo', 'form create', 'submit'),
	...each('demo_attend', 'demo', 'attend'),
	...each('demo_view', 'demo', 'view complete', 'video'),
	...each('callback_request', 'callback', 'request submit book', 'form submit create'),
	...each('callback_request', 'call', 'request', 'form submit'),
	...each('webinar_register', 'webinar', 'register signup', 'form submit create'),
	...each('webinar_attend', 'webinar', 'attend', 'complete'),
	...each('webinar_view', 'webinar', 'view', 'video replay'),
	rule('webinar_view', 'replay view', 'video'),
	...each('webinar_cancel', 'webinar', 'cancel unsubscribe', 'register'),
	...each('webinar_no_show', 'webinar', 'noshow', 'register'),
	...each('event_register', 'event', 'register signup', 'form submit create'),
	...each('event_attend', 'event', 'attend'),
	...each('event_cancel', 'event', 'cancel', 'register'),
	...each('event_no_show', 'event', 'noshow', 'register'),
	...each('meeting_booked', 'meeting', 'book request create', 'book create call'),
	rule('meeting_booked', 'book create'),
	rule('meeting_booked', 'call book', 'create'),
	...each('meeting_reschedule', 'meeting', 'move', 'book'),
	...each('meeting_reschedule', 'book', 'move'),
	...each('meeting_cancel', 'meeting', 'cancel', 'book'),
	...each('meeting_cancel', 'book', 'cancel'),
	...each('meeting_attend', 'meeting', 'attend complete'),
	...each('meeting_no_show', 'meeting', 'noshow', 'book'),
	rule('', 'voicemail', 'call', 'nobody answered the call'),
	rule('', 'call noshow', 'fail', 'nobody answered the call'),
	...['fail', 'lost'].map((word) => rule('', `call ${word}`, '', 'nobody answered the call')),
	rule('call_inbound', 'call reach', 'answer complete'),
	...each('call_answered', 'call', 'answer complete', 'complete'),
	rule('survey_complete', 'survey submit', 'form complete answer'),
	...each('survey_complete', 'survey', 'complete answer reply', 'form submit'),
	rule('survey_view', 'survey view'),
	...each('trial_start', 'trial', 'start signup register create request', 'form submit subscription start'),
	...each('trial_end', 'trial', 'end', 'subscription'),
	...each('subscription_cancel', 'subscription', 'cancel end'),
	...each('subscription_start', 'subscription', 'start create buy pay'),
	...each('purchase_refund', 'order buy', 'refund'),
	rule('purchase_refund', 'refund', 'create'),
	...each('payment_fail', 'order', 'fail'),
	...each('purchase', 'order', 'pay complete buy', 'create'),
	rule('purchase', 'buy', 'complete create'),
	...each('checkout_start', 'checkout', 'start'),
	rule('purchase', 'checkout complete'),
	rule('product_signup', 'signup', 'form complete create submit'),
	rule('account_create', 'account create'),
	rule('product_signup', 'account register'),
	rule('product_login', 'login'),
	rule('chat_message', 'chat start', 'create'),
	...each('chat_message', 'chat', 'create reply open', 'start'),
	...each('video_view', 'video', 'view start'),
	...each('video_complete', 'video', 'complete', 'view'),
	...each('content_download', 'whitepaper ebook brochure casestudy document', 'download request', 'form submit'),
	...each('content_view', 'whitepaper ebook brochure casestudy document', 'view open'),
	...each('content_view', 'blog', 'view open'),
	...each('trade_show_attend', 'tradeshow', 'attend view'),
	...each('booth_visit', 'booth', 'attend view', 'tradeshow'),
	rule('cart_add', 'cart add'),
	rule('product_use', 'feature use'),
	rule('invite_send', 'invite', 'send'),
	rule('deal_create', 'deal create'),
	rule('deal_won', 'deal won'),
	rule('deal_lost', 'deal lost'),
	...each('form_submit', 'quote pricing', 'request', 'form submit'),
	...each('page_view', 'page', 'view', 'pricing demo'),
	rule('page_view', 'pricing view', 'page'),
	...each('form_submit', 'form', 'submit send complete request create reply', 'page submit complete create'),
	rule('form_submit', 'form'),
];

const KINDS: ReadonlyMap<string, string> = new Map([
	['whitepaper', 'white_paper'],
	['ebook', 'ebook'],
	['brochure', 'brochure'],
	['casestudy', 'case_study'],
	['blog', 'blog_post'],
]);

/** What a name in snake_case means by its words; undefined when one of them is not known, or they mean nothing together. */
export function meantBy(snake: string): NamedType | Nothing | undefined {
	const words = wordsIn(snake);
	if (words.has(UNKNOWN) || words.size === 0) return undefined;
	const found = RULES.find(
		({ needs, may }) => needs.every((word) => words.has(word)) && [...words].every((word) => may.has(word)),
	);
	if (found === undefined) return undefined;
	return found.silent === undefined
		? { type: found.type, properties: propertiesOf(found.type, words) }
		: { nothing: found.silent };
}

/** The type of the catalogue that has most to do with the words of a name in snake_case; '' when none has. */
export function nearestTo(snake: string): string {
	const words = wordsIn(snake);
	let nearest = '';
	let most = 0;
	for (const { type, needs } of RULES) {
		const shared = needs.filter((word) => words.has(word)).length / needs.length;
		if (type !== '' && shared > most) [nearest, most] = [type, shared];
	}
	return nearest;
}

function propertiesOf(type: string, words: ReadonlySet<string>): Record<string, string> {
	if (type === 'page_view')
		return words.has('pricing') ? { page: 'pricing' } : words.has('demo') ? { page: 'demo' } : {};
	if (type.startsWith('message_')) return { medium: words.has('sms') ? 'sms' : words.has('push') ? 'push' : 'in_app' };
	if (words.has('replay')) return { kind: 'replay' };
	if (type === 'form_submit' && (words.has('quote') || words.has('pricing'))) return { form: 'quote' };
	const kind = [...words].map((word) => KINDS.get(word)).find((found) => found !== undefined);
	return kind === undefined ? {} : { kind };
}

const UNKNOWN = '?';
const SHORTEST_PART = 4;

/** What a word means, or the two of which German and Dutch made one: `webinaranmeldung`, `demoverzoek`. */
function meaningsOf(form: string): string[] {
	const whole = MEANINGS.get(form);
	if (whole !== undefined) return [whole];
	for (let end = SHORTEST_PART; end <= form.length - SHORTEST_PART; end++) {
		const [first, second] = [MEANINGS.get(form.slice(0, end)), MEANINGS.get(form.slice(end))];
		if (first && second) return [first, second];
	}
	return [UNKNOWN];
}

function wordsIn(snake: string): Set<string> {
	let name = snake;
	for (const [written, word] of JOINED) name = name.replace(written, word);
	const words = new Set<string>();
	for (const form of name.split('_')) {
		for (const word of /^\d+$/.test(form) ? [] : meaningsOf(form)) if (word !== '') words.add(word);
	}
	return words;
}
