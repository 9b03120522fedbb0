/**
 * Mail domains that belong to nobody's company. Curated by hand: the providers that fill real contact lists, not every
 * domain ever registered. One brand with many endings stands once, as `brand: endings`.
 */
const FREE_BRANDS = `
yahoo: com ca in de fr it es at be ch cz dk fi gr hu ie nl no pl pt ro se co.id co.il co.in co.jp co.kr co.nz
	co.th co.uk co.za com.ar com.au com.br com.cn com.co com.hk com.mx com.my com.pe com.ph com.sg com.tr
	com.tw com.ve com.vn
hotmail: com ca ch cl de dk es fi fr gr hu it nl no se be co.in co.jp co.nz co.th co.uk co.za co.id co.il
	com.ar com.au com.br com.hk com.tr com.tw
outlook: com at be cl cz de dk es fr hu ie in it jp kr lv my ph pt sa sg sk co.id co.il co.nz co.th com.ar
	com.au com.br com.gr com.tr com.vn
live: com at be ca ch cl cn de dk fi fr hk ie in it jp nl no ru se co.kr co.uk co.za com.ar com.au com.mx
	com.my com.ph com.pt com.sg
gmx: com net at ch de fr us es org co.uk info eu
yandex: com ru by kz ua fr com.tr
mail: com ru ee de be kz bg
ymail: com
rocketmail: com
googlemail: com
gmail: com
protonmail: com ch
proton: me
pm: me
aol: com co.uk de fr it es at be ca com.au com.br com.mx
icloud: com
me: com
mac: com
msn: com
zoho: com eu in
zohomail: com eu in
tutanota: com de
tuta: io com
fastmail: com fm
hey: com
mailbox: org
posteo: de net org eu
hushmail: com me
lycos: com co.uk de es fr it nl at
excite: com it co.jp
tiscali: it co.uk fr de es cz nl
terra: com com.br com.ar com.mx es cl com.pe com.co
libero: it
virgilio: it
wanadoo: fr es nl
orange: fr es
inbox: com ru lv lt
rambler: ru ua
`;

const FREE_DOMAINS = `
163.com 126.com yeah.net qq.com vip.qq.com foxmail.com sina.com sina.cn sohu.com tom.com 139.com 189.cn
wo.cn aliyun.com naver.com hanmail.net daum.net nate.com kakao.com docomo.ne.jp ezweb.ne.jp softbank.ne.jp
i.softbank.jp nifty.com biglobe.ne.jp ocn.ne.jp pchome.com.tw hinet.net rediffmail.com sify.com
indiatimes.com in.com bsnl.in vsnl.net pacific.net.sg singnet.com.sg tm.net.my pldtdsl.net bk.ru list.ru
ya.ru narod.ru lenta.ru pochta.ru qip.ru land.ru ukr.net i.ua meta.ua bigmir.net tut.by wp.pl o2.pl onet.pl
onet.eu op.pl interia.pl interia.eu poczta.onet.pl poczta.fm gazeta.pl tlen.pl vp.pl go2.pl seznam.cz
email.cz post.cz centrum.cz centrum.sk atlas.cz atlas.sk azet.sk zoznam.sk pobox.sk post.sk freemail.hu
citromail.hu indamail.hu vipmail.hu abv.bg dir.bg siol.net email.si net.hr inet.hr eunet.rs ptt.rs hot.ee
one.lt apollo.lv delfi.lt web.de t-online.de freenet.de arcor.de email.de online.de onlinehome.de
kabelmail.de unitybox.de netcologne.de ewetel.net ewe.net alice.de alice-dsl.net o2online.de o2mail.de
vodafonemail.de versanet.de aon.at chello.at inode.at utanet.at a1.net liwest.at bluewin.ch sunrise.ch
hispeed.ch swissonline.ch vtxmail.ch free.fr sfr.fr laposte.net neuf.fr bbox.fr numericable.fr
numericable.com club-internet.fr cegetel.net voila.fr aliceadsl.fr dbmail.com noos.fr skynet.be telenet.be
proximus.be voo.be scarlet.be pandora.be pt.lu internet.lu telefonica.net movistar.es ya.com ono.com
jazzfree.com euskaltel.net mundo-r.com sapo.pt iol.pt netcabo.pt clix.pt alice.it tin.it tim.it
fastwebnet.it inwind.it iol.it email.it poste.it aruba.it blu.it supereva.it teletu.it katamail.com
iprimus.com.au ziggo.nl kpnmail.nl kpnplanet.nl planet.nl hetnet.nl home.nl chello.nl upcmail.nl xs4all.nl
casema.nl zonnet.nl quicknet.nl online.nl telfort.nl solcon.nl zeelandnet.nl btinternet.com btopenworld.com
talktalk.net talktalk.co.uk sky.com virginmedia.com virgin.net ntlworld.com blueyonder.co.uk plusnet.com
freeserve.co.uk o2.co.uk tesco.net tiscali.com fsmail.net eircom.net iol.ie telia.com spray.se bredband.net
comhem.se passagen.se online.no broadpark.no getmail.no jubii.dk tdcadsl.dk mail.dk stofanet.dk ofir.dk
luukku.com kolumbus.fi elisanet.fi suomi24.fi pp.inet.fi saunalahti.fi simnet.is otenet.gr forthnet.gr in.gr
mynet.com ttmail.com superonline.com walla.com walla.co.il 012.net.il netvision.net.il bezeqint.net
maktoob.com emirates.net.ae eim.ae batelco.com.bh menara.ma iam.net.ma topnet.tn planet.tn mweb.co.za
telkomsa.net webmail.co.za vodamail.co.za iafrica.com africamail.com uol.com.br bol.com.br ig.com.br
globo.com globomail.com r7.com oi.com.br zipmail.com.br pop.com.br superig.com.br prodigy.net.mx
infinitum.com.mx arnet.com.ar fibertel.com.ar speedy.com.ar ciudad.com.ar adinet.com.uy vtr.net une.net.co
comcast.net verizon.net att.net sbcglobal.net bellsouth.net cox.net charter.net earthlink.net optonline.net
optimum.net juno.com netzero.net netzero.com mindspring.com roadrunner.com rr.com twc.com frontier.com
frontiernet.net windstream.net centurylink.net centurytel.net embarqmail.com q.com cableone.net
suddenlink.net mediacombb.net wowway.com rcn.com ptd.net tds.net pacbell.net swbell.net ameritech.net
snet.net flash.net prodigy.net netscape.net netscape.com compuserve.com aim.com wow.com peoplepc.com usa.net
usa.com pobox.com mail2world.com bigfoot.com hughes.net myway.com iname.com email.com care2.com lavabit.com
post.com engineer.com consultant.com europe.com asia.com dr.com myself.com accountant.com lawyer.com
techie.com writeme.com cheerful.com doctor.com journalist.com musician.org linuxmail.org contractor.net
financier.com activist.com sympatico.ca rogers.com shaw.ca telus.net videotron.ca cogeco.ca bell.net
sasktel.net mts.net eastlink.ca nb.sympatico.ca bigpond.com bigpond.net.au optusnet.com.au iinet.net.au
tpg.com.au internode.on.net ozemail.com.au westnet.com.au dodo.com.au adam.com.au aapt.net.au
netspace.net.au xtra.co.nz slingshot.co.nz orcon.net.nz clear.net.nz paradise.net.nz runbox.com
safe-mail.net startmail.com mailfence.com countermail.com kolabnow.com disroot.org riseup.net autistici.org
skiff.com gmx.ch caramail.com hispavista.com latinmail.com starmedia.com duck.com privaterelay.appleid.com
vivaldi.net ctemplar.com cock.li onmail.com simplelogin.com 8alias.com mozmail.com relay.firefox.com
`;

const DISPOSABLE_DOMAINS = `
mailinator.com mailinator.net mailinator2.com binkmail.com bobmail.info chammy.info devnullmail.com
letthemeatspam.com mailinater.com notmailinator.com reallymymail.com reconmail.com safetymail.info
sogetthis.com spamherelots.com suremail.info thisisnotmyrealemail.com tradermail.info veryrealemail.com
zippymail.info spamthisplease.com sendspamhere.com streetwisemail.com guerrillamail.com guerrillamail.net
guerrillamail.org guerrillamail.biz guerrillamail.de guerrillamail.info guerrillamailblock.com
sharklasers.com grr.la pokemail.net spam4.me 10minutemail.com 10minutemail.net 10minutemail.co.za
10minutemail.de 10minutemail.info 10minutesmail.com 20minutemail.com 20minutemail.it 20mail.it
30minutemail.com 60minutemail.com temp-mail.org temp-mail.io temp-mail.ru tempmail.com tempmail.net
tempmail.de tempmail.it tempmail2.com tempmailaddress.com tempmailer.com tempmailer.de tempmailo.com
temp-mail.de temp-mails.com tempail.com tempemail.com tempemail.net tempemail.co.za tempinbox.com
tempinbox.co.uk tempomail.fr temporaryemail.net temporaryemail.us temporaryforwarding.com temporaryinbox.com
temporarymailaddress.com tempr.email tempthe.net yopmail.com yopmail.fr yopmail.net cool.fr.nf jetable.fr.nf
nospam.ze.tc nomail.xl.cx mega.zik.dj speed.1s.fr courriel.fr.nf moncourrier.fr.nf monemail.fr.nf
monmail.fr.nf jetable.com jetable.net jetable.org trashmail.com trashmail.net trashmail.org trashmail.de
trashmail.me trashmail.at trashmail.ws trashmail.io trash-mail.com trash-mail.de trash-mail.at trash-mail.cf
trash2009.com trashymail.com trashymail.net trashdevil.com trashdevil.de trashemail.de kurzepost.de
objectmail.com proxymail.eu rcpt.at damnthespam.com wegwerfmail.de wegwerfmail.net wegwerfmail.org
wegwerfadresse.de wegwerfemail.com wegwerfemail.de wegwerf-email-addressen.de emailgo.de spambog.com
spambog.de spambog.ru spambox.us spambox.info spambox.irishspringrealty.com spamcero.com spamcorptastic.com
spamday.com spamex.com spamfree24.org spamfree24.de spamfree24.com spamfree24.eu spamfree24.info
spamfree24.net spamgourmet.com spamgourmet.net spamgourmet.org spamhereplease.com spamhole.com spamify.com
spaml.com spaml.de spammotel.com spamobox.com spamoff.de spamspot.com spamtroll.net spamavert.com
spamcannon.com spamcannon.net spamcon.org spam.la spam.su spamkill.info spamstack.net spamslicer.com
mailcatch.com maildrop.cc mailnesia.com mailnull.com mailexpire.com maileater.com mailmoat.com mailscrap.com
mailshell.com mailsac.com mailtemp.info mailtothis.com mailzilla.com mailzilla.org mailbidon.com
mailblocks.com mailbucket.org mailfa.tk mailfreeonline.com mailguard.me mailhazard.com mailimate.com
mailin8r.com mailincubator.com mailismagic.com mailme.lv mailmetrash.com mailpoof.com mailquack.com
mailrock.biz mailseal.de mailslapping.com mailtrash.net mintemail.com mohmal.com mohmal.im mytemp.email
mytempemail.com mytrashmail.com mt2009.com mt2014.com dispostable.com discard.email discardmail.com
discardmail.de disposableaddress.com disposableemailaddresses.com disposableinbox.com dispose.it
disposeamail.com disposemail.com dodgeit.com dodgit.com dodgit.org dontreg.com dontsendmespam.de dropmail.me
drdrb.com drdrb.net dumpmail.de dumpyemail.com deadaddress.com despam.it e4ward.com easytrashmail.com
emailigo.de emailinfive.com emailisvalid.com emailmiser.com emailondeck.com emailsensei.com
emailtemporario.com.br emailtemporanea.com emailtemporanea.net emailthe.net emailwarden.com emailx.at.hm
einrot.com einrot.de emz.net eyepaste.com fakeinbox.com fakeinformation.com fakemail.fr fakemail.net
fakemailgenerator.com fakemailz.com fastacura.com filzmail.com fleckens.hu frapmail.com front14.org
fudgerub.com garliclife.com gawab.com get1mail.com get2mail.fr getairmail.com getmails.eu getnada.com
nada.email nada.ltd getonemail.com getonemail.net gishpuppy.com gowikibooks.com great-host.in greensloth.com
grandmamail.com grandmasmail.com gustr.com haltospam.com harakirimail.com hatespam.org hidemail.de hidzz.com
hmamail.com hochsitze.com hulapla.de ieatspam.eu ieatspam.info ihateyoualot.info imails.info inboxalias.com
inboxbear.com inboxclean.com inboxclean.org inboxkitten.com incognitomail.com incognitomail.net
incognitomail.org insorg-mail.info ipoo.org irish2me.com iwi.net jnxjn.com jourrapide.com armyspy.com
cuvox.de dayrep.com rhyta.com superrito.com teleworm.us kasmail.com kaspop.com keepmymail.com killmail.com
killmail.net klassmaster.com klzlk.com kulturbetrieb.info lookugly.com lortemail.dk lroid.com m21.cc
maboard.com mailforspam.com meltmail.com messagebeamer.de mezimages.net minuteinbox.com mierdamail.com
migumail.com moakt.com moakt.cc moakt.ws moburl.com mvrht.net mvrht.com mycleaninbox.net myspaceinc.com
mymail-in.net neomailbox.com nepwk.com nervmich.net nervtmich.net netmails.com netmails.net neverbox.com
nobulk.com noclickemail.com nogmailspam.info nomail2me.com nomorespamemails.com nospam4.us nospamfor.us
nospammail.net notsharingmy.info nowmymail.com no-spam.ws nurfuerspam.de nwldx.com obobbo.com
oneoffemail.com onewaymail.com oopi.org ordinaryamerican.net otherinbox.com owlpic.com pancakemail.com
pjjkp.com politikerclub.de pookmail.com privacy.net privy-mail.com punkass.com putthisinyourspamdatabase.com
quickinbox.com quickmail.nl rmqkr.net receiveee.com recode.me regbypass.com rejectmail.com rklips.com
rppkn.com rtrtr.com safersignup.de saynotospams.com selfdestructingmail.com sharedmailbox.org
shieldedmail.com shiftmail.com shitmail.me shitmail.org shortmail.net skeefmail.com slaskpost.se
slopsbox.com smashmail.de smellfear.com snakemail.com sneakemail.com sneakmail.de snkmail.com sofimail.com
sofort-mail.de soodonims.com superstachel.de supergreatmail.com tafmail.com tagyourself.com talkinator.com
tmail.ws tmailinator.com tmpmail.net tmpmail.org tmails.net throwam.com throwawayemailaddress.com
throwawaymail.com tilien.com tittbit.in toomail.biz topranklist.de tyldd.com uggsrock.com upliftnow.com
uplipht.com venompen.com viditag.com vidchart.com vubby.com webemail.me webm4il.info wh4f.org whyspam.me
willselfdestruct.com winemaven.info wronghead.com wuzup.net wuzupmail.net xagloo.com xemaps.com xents.com
xmaily.com xoxy.net yep.it yogamaven.com yuurok.com zehnminutenmail.de zetmail.com zoaxe.com zoemail.com
zoemail.net zoemail.org emailfake.com emlpro.com emltmp.com fexbox.org fexpost.com 1secmail.com 1secmail.net
1secmail.org esiix.com wwjmp.com vjuum.com laafd.com txcct.com dpptd.com oosln.com burnermail.io
burner.email anonbox.net anonymbox.com anonymail.dk antispam.de mail-temporaire.fr mail-temporaire.com
mailtemporaire.fr mailtemporaire.com email-jetable.fr inbox.si crazymailing.com cs.email linshiyouxiang.net
linshi-email.com chacuo.net 027168.com bccto.me muellmail.com muell.email muellemail.com byom.de
spoofmail.de tempmail.plus
`;

const words = (text: string): string[] => text.split(/\s+/).filter((word) => word !== '');

const brandDomains = (entry: string): string[] => {
	const [brand, endings] = entry.split(':');
	return words(endings).map((ending) => `${brand}.${ending}`);
};

export const FREE_MAIL_DOMAINS: ReadonlySet<string> = new Set([
	...FREE_BRANDS.trim()
		.split(/\n(?=\S)/)
		.flatMap(brandDomains),
	...words(FREE_DOMAINS),
]);

export const DISPOSABLE_MAIL_DOMAINS: ReadonlySet<string> = new Set(words(DISPOSABLE_DOMAINS));
