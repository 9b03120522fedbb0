/**
 * Legal forms of companies, a country a paragraph, written from public knowledge of registers and company names. Case,
 * accents, dots and spaces make no difference. A form made of others (Co. Ltd., GmbH & Co. KG) needs no entry of its own,
 * because forms are taken off one after the other.
 *
 * `^` may also stand before the name (ООО Ромашка, PT Telkom, UAB Baltas). Short Latin forms have this mark only where
 * hardly any other name begins that way: SC Johnson and SAS Institute keep their first word.
 * `~` is an everyday word or a common end of a name as well: taken for a legal form only where it is written as one, in
 * capitals beside a name that is not (Belaz UP), or letter by letter (B.M.).
 * `.` is a country's or region's code as well: a legal form only letter by letter (C.A., e.U.).
 * A form has the same of these two marks in every country.
 */
const TABLE = `
Albania: sha, shpk, shkk, shk, ~pf, shoqeri aksionare, shoqeri me pergjegjesi te kufizuar
Algeria: spa, sarl, eurl, snc, sarlau
Argentina: sa, srl, sas, sau, sca, scs, sgr, sce i, scei, scpa, se, ~sh, soc col, sociedad anonima,
  sociedad de responsabilidad limitada, sociedad colectiva
Armenia: ^ooo, llc, ojsc, cjsc, ^спс, ~spy, pby
Australia: pty, ltd, nl, no liability, proprietary, limited partnership, limited
Austria: gmbh, gesmbh, mbh, ag, kg, og, oeg, keg, kgaa, ohg, .eu, ~ek, gesbr, gesnbr, ~gen, egen, stg, flexco,
  eingetragener unternehmer, offene gesellschaft, stille gesellschaft, co
Azerbaijan: mmc, asc, qsc, ^ooo
Bahrain: wll, bsc, bsc closed, bscc, spc
Bangladesh: ltd, plc, pvt, private, limited
Belarus: ^ооо, ^оао, ^зао, ^одо, ^чуп, ^чтуп, ^чп, ^уп, ^руп, ^ип, ^сооо, ^иооо, ^таа, ^аат, ^зат, ^тда, ^дп,
  ^пк, ^ooo, ^oao, ^zao, taa, aat, zat, odo, ^chup, ^chtup, ~rup, ~up, ^таварыства з абмежаванай адказнасцю,
  ^таварыства з дадатковай адказнасцю, ^адкрытае акцыянернае таварыства, ^закрытае акцыянернае таварыства,
  ^унітарнае прадпрыемства, ^вытворчае аб’яднанне, ^дачэрняе прадпрыемства, ^прыватнае прадпрыемства,
  ^tavarystva z abmezhavanaj adkaznascyu, ^zakrytae akcyyanernae tavarystva,
  ^adkrytae akcyyanernae tavarystva, ^унитарное предприятие, ^частное предприятие,
  ^частное унитарное предприятие, ^частное торговое унитарное предприятие,
  ^частное производственное унитарное предприятие, ^частное транспортное унитарное предприятие,
  ^частное производственно торговое унитарное предприятие, ^республиканское унитарное предприятие,
  ^совместное общество с ограниченной ответственностью, ^иностранное общество с ограниченной ответственностью
Belgium: bv, nv, sa, ^srl, ^sprl, sprlu, ^bvba, ebvba, cv, cvba, cvoa, ~sc, scrl, scri, snc, vof, comm v,
  commv, comm va, scomm, gcv, sca, scs, ^asbl, ^vzw, aisbl, ivzw, esv, eesv, gie, ~sep, besloten vennootschap,
  naamloze vennootschap, vereniging zonder winstoogmerk
Bolivia: sa, srl, ltda, sociedad anonima mixta
Bosnia and Herzegovina: doo, dd, ad, dno, kd, kv, ~sp, sz, str, sr, drustvo s ogranicenom odgovornoscu,
  dionicko drustvo
Brazil: sa, ltda, ltda me, .me, mei, epp, eireli, slu, ss, cia, companhia, sociedade anonima, limitada,
  sociedade limitada, sociedade simples, sociedade unipessoal limitada
Bulgaria: ad, ead, ood, eood, kd, kda, sd, adsic, adsits, adsitz, ад, еад, оод, еоод, ^ет, кд, кда, сд, адсиц,
  ^акционерно дружество, ^еднолично акционерно дружество, ^дружество с ограничена отговорност,
  ^еднолично дружество с ограничена отговорност, ^едноличен търговец, ^командитно дружество,
  ^командитно дружество с акции, ^събирателно дружество,
  ^акционерно дружество със специална инвестиционна цел, aktsionerno druzhestvo,
  ednolichno aktsionerno druzhestvo, aktsionerno drujestvo, drujestvo s ogranichena otgovornost,
  druzhestvo s ogranichena otgovornost, ednolichno druzhestvo s ogranichena otgovornost, ednolichen targovets,
  komanditno druzhestvo, komanditno druzhestvo s aktsii, sabiratelno druzhestvo
Cambodia: plc, sm pte ltd, peec, ~gp, ~sp, co, ltd, pte
Canada: inc, incorporated, incorporee, ltd, limited, ltee, limitee, corp, corporation, ulc, lp, llp, ~gp, ~sp,
  senc, sencrl, ~sec, cooperative, enr, societe en commandite, societe en nom collectif
Chile: sa, spa, ltda, limitada, eirl, sgr, s en c, s en c por a, sociedad por acciones, y cia ltda, cia
China: ltd, group co ltd, 有限公司, 有限責任公司, 有限责任公司, 股份有限公司, 股份公司, 有限责任股份公司,
  有限責任股份公司, 公司集團, 无限责任公司, 無限責任公司, 担保有限公司, 擔保有限公司, 私人公司, 上市公司,
  有限合伙, 有限合夥, 有限责任, 公司, youxian gongsi, youxian zeren gongsi, gufen youxian gongsi,
  youxian zeren gufen gongsi, wuxian zeren gongsi, co, company, limited
Colombia: sas, sa, ltda, sca, s en c, scs, .eu, esp, sa esp, ~bic, sociedad por acciones simplificada,
  empresa unipersonal, suc, sucesores
Costa Rica: sa, srl, ltda, sociedad anonima, sociedad de responsabilidad limitada
Croatia: doo, jdoo, dd, jtd, kd, obrt, drustvo s ogranicenom odgovornoscu, dionicko drustvo
Cyprus: ltd, limited, plc, llc, λτδ
Czech Republic: as, sro, spol s r o, s r o v likvidaci, spol s r o v likvidaci, akc spol, akciova spolecnost,
  vos, ver obch spol, verejna obchodni spolecnost, ks, kom spol, komanditni spolecnost, a spol,
  spolecnost s rucenim omezenym, ~sp, ~zs, zapsany spolek, ops, ~vd, druzstvo
Denmark: as, aps, ivs, ~is, ks, ~ps, ~gs, amba, smba, fmba, fmb a, enkeltmandsvirksomhed, aktieselskab,
  anpartsselskab, interessentskab, kommanditselskab, partnerselskab
Dominican Republic: srl, sa, sas, eirl, c por a, cxa, compania por acciones,
  sociedad de responsabilidad limitada
Ecuador: sa, .ca, c ltda, sas, ~ep, compania anonima, compania limitada, empresa publica, cia, ltda
Egypt: sae, llc, ش م م, ^شركة, ش ذ م م, ذ م م
Estonia: as, ^ou, fie, tu, ~uu, mtu, osauhing, aktsiaselts, taisuhing, usaldusuhing, mittetulundusuhing,
  ^sihtasutus
Finland: ^oy, oyj, ^as oy, abp, ab, ay, ky, tmi, t mi, osk, ~ok, ry, rf, ^asunto oy, ^kiinteisto oy,
  osakeyhtio, julkinen osakeyhtio, kommandiittiyhtio, avoin yhtio, osuuskunta, toiminimi
France: sa, sas, ^sasu, ^sarl, sarlu, ^eurl, snc, sca, scs, ^sci, scp, scop, scic, ~sem, ~sep, selarl, selas,
  earl, gaec, scea, ^gie, ~ei, eirl, sicav, fcp, fcpr, scpi, sogepa, sprl, cie, ^societe civile immobiliere,
  ^societe anonyme, ^societe par actions simplifiee, ^societe a responsabilite limitee,
  ^societe en nom collectif, ^societe en commandite par actions, ^societe en commandite simple,
  ^groupement d’interet economique, ^exploitation agricole a responsabilite limitee
Georgia: llc, jsc, ltd, შპს, სს
Germany: gmbh, mbh, ggmbh, se & co kg, se & co kgaa, ug, haftungsbeschrankt, ag, kg, kgaa, ohg, gbr, egbr,
  partg, partg mbb, partgmbb, .ev, eg, egmbh, ~ek, ekfm, efr, ekfr, se, stiftung & co kg, vvag, gmbh i l,
  gmbh i g, gesellschaft mit beschrankter haftung, aktiengesellschaft, kommanditgesellschaft,
  kommanditgesellschaft auf aktien, offene handelsgesellschaft, gesellschaft burgerlichen rechts,
  unternehmergesellschaft, eingetragener verein, eingetragene genossenschaft,
  eingetragene genossenschaft mit beschrankter haftpflicht, eingetragener kaufmann,
  partnerschaftsgesellschaft, co, cie
Ghana: ltd, limited, plc, llc
Greece: ae, epe, oe, ee, ike, mepe, ~mike, ovee, sa, ~abee, avee, aebe, ebe, α ε, ε π ε, ο ε, ε ε, ι κ ε,
  μ ε π ε, μονοπροσωπη ε π ε, μονοπροσωπη ι κ ε, ο β ε ε, α β ε ε, ανωνυμη εταιρεια, ανωνυμη εταιρια,
  ανωνυμη βιομηχανικη εμπορικη εταιρεια, εταιρεια περιορισμενης ευθυνης, ομορρυθμη εταιρεια,
  ομορρυθμη εταιρια, ομορρυθμη βιομηχανικη εμπορικη εταιρεια, ετερορρυθμη εταιρεια, ετερορρυθμη εταιρια,
  ιδιωτικη κεφαλαιουχικη εταιρεια, ατομικη επιχειρηση, anonimi etaireia,
  anonimi viomichaniki emboriki etaireia, etaireia periorismenis efthinis,
  monoprosopi etaireia periorismenis efthinis, omorrithmi etaireia, omorrithmi viomichaniki emboriki etaireia,
  eterorrithmi etaireia, idiotiki kefalaiouchiki etaireia, atomiki epicheirisi, ατομικης επιχειρησης
Guatemala: sa, ltda, sociedad anonima
Haiti: sa, sarl, sanc
Hong Kong: ltd, limited, unlimited, ultd, unltd, 有限公司, co
Hungary: kft, bt, rt, zrt, nyrt, kht, kkt, .ev, ~ec, kv, nkft, nonprofit kft, korlatolt felelossegu tarsasag,
  zartkoruen mukodo reszvenytarsasag, nyilvanosan mukodo reszvenytarsasag, reszvenytarsasag, beteti tarsasag,
  kozkereseti tarsasag, egyeni vallalkozo, egyeni ceg, kozos vallalat
Iceland: ehf, hf, ohf, slf, sf, ~ses, svf, einkahlutafelag, hlutafelag
India: p ltd, pvt, ltd, limited, llp, opc, ~psu, ~pse, nidhi limited, section 8 company, public limited,
  private
Indonesia: ^pt, cv, ~ud, ~fa, perum, ^perseroan terbatas, tbk, persero, firma, koperasi, yayasan
Ireland: ltd, limited, plc, dac, clg, uc, ulc, designated activity company, company limited by guarantee, teo,
  teoranta, cpt, cuideachta phoibli theoranta, unlimited, company
Israel: ltd, limited, bm, בעמ, בע מ
Italy: spa, srl, srls, srl unipersonale, spa unipersonale, sapa, sas, snc, ss, scrl, scarl, scpa, soc coop,
  societa cooperativa, coop, onlus, aps, s s d, asd, & c sas, & c snc, societa a responsabilita limitata,
  societa per azioni, societa in accomandita semplice, societa in nome collettivo, societa semplice,
  societa in accomandita per azioni, in liquidazione
Japan: kk, gk, yk, ^kabushiki kaisha, ^kabushiki gaisha, ^godo kaisha, ^goshi kaisha, ^yugen kaisha,
  ^株式会社, ^有限会社, ^合同会社, ^合資会社, ^合名会社, ^一般社団法人, co, ltd
Jordan: llc, psc, wll
Kazakhstan: ^тоо, ^ао, ^ип, ^too, ao, llp, jsc, жшс, ақ
Kenya: ltd, limited, plc, llp
Kuwait: kscp, kscc, ksc, wll
Latvia: ^sia, as, ik, ks, ~ps, sabiedriba ar ierobezotu atbildibu, akciju sabiedriba,
  individualais komersants, komanditsabiedriba, pilnsabiedriba
Lebanon: sal, sarl, sal holding, sal offshore
Liechtenstein: ag, anstalt, aktiengesellschaft, trust reg, est, etablissement
Lithuania: ^uab, ab, ~mb, ij, ~vsi, ~tub, ~kub, ~ii, uzdaroji akcine bendrove, akcine bendrove,
  mazoji bendrija, individuali imone, viesoji istaiga
Luxembourg: sa, sarl, sarls, sca, scs, scsp, secs, se, soparfi, sicav, sicar, ~sif, sasu, gie, asbl,
  societe anonyme
Malaysia: sendirian berhad, bhd, berhad, plt, perkongsian liabiliti terhad, sdn
Malta: ltd, limited, plc, p l c
Mexico: sa, sa de cv, sab, sab de cv, sapi, sapi de cv, s de rl, s de rl de cv, s de rl mi, s en c, s en nc,
  sofom, ac, ~sc, sas de cv, sociedad anonima de capital variable,
  sociedad de responsabilidad limitada de capital variable, enr
Moldova: ^srl, sa, ics, ~ii, societate cu raspundere limitata, societatea cu raspundere limitata
Mongolia: llc, jsc, xxk, xk, ххк, хк
Montenegro: doo, ad, kd, ~od, akcionarsko drustvo, drustvo sa ogranicenom odgovornoscu, komanditno drustvo,
  ortacko drustvo, preduzetnik
Morocco: sa, sarl, sarlau, sarl au, snc, scs, sas
Netherlands: bv, nv, cv, vof, bv io, ~ua, ~ba, coop, cooperatie ua, ^stichting, ^vereniging, maatschap,
  eenmanszaak, besloten vennootschap, naamloze vennootschap, vennootschap onder firma,
  commanditaire vennootschap, & zn, & zonen
New Zealand: ltd, limited, lp, tapui
Nigeria: ltd, limited, plc, gte, ultd, unltd, unlimited
North Macedonia: doo, dooel, ad, kd, kda, jtd, дооел, доо, ад, акционерско друштво,
  друштво со ограничена одговорност
Norway: as, asa, ans, ~da, ~ba, bl, enk, nuf, ks, sa, iks, kf, fkf, hf, rhf, sf, stiftelse, ~etat,
  ikke okonomisk forening, aksjeselskap, allmennaksjeselskap, ansvarlig selskap, enkeltpersonforetak,
  samvirkeforetak
Oman: llc, spc, saoc, saog
Pakistan: smc pvt ltd, smc private limited, ltd, limited, pvt, private
Panama: sa, srl, corp, inc, s de rl
Paraguay: sa, srl, saeca, eas, saci
Peru: sa, sac, saa, srl, scrl, eirl, sociedad anonima cerrada, sociedad anonima abierta
Philippines: inc, corp, corporation, incorporated, co, llc, ltd, opc, coop, ~ent
Poland: sp z o o, sp zoo, spzoo, sp z o o sp komandytowa, z o o, sa, sp k, sp j, sp p, ~sp, ska, psa, ~sc,
  ~pp, spolka z o o, spolka z ograniczona odpowiedzialnoscia, spolka akcyjna, spolka komandytowa,
  spolka jawna, spolka partnerska, spolka cywilna, spolka komandytowo akcyjna, prosta spolka akcyjna,
  przedsiebiorstwo panstwowe, w likwidacji, w upadlosci
Portugal: lda, limitada, sa, unipessoal lda, sociedade unipessoal lda, unip lda, sgps, sgps sa, crl, epe, sf,
  sociedade anonima, sociedade por quotas
Qatar: wll, qsc, qpsc, llc, qfc llc
Romania: ^srl, srl d, sa, snc, scs, sca, pfa, ~ii, ~if, ~ong, ~ra, ~sc, societate cu raspundere limitata,
  societatea cu raspundere limitata cu proprietar unic, srl cu proprietar unic, societate pe actiuni,
  societatea pe actiuni, societatea in comandita simpla, societatea in comandita pe actiuni,
  societatea in nume colectiv, persoana fizica autorizata, intreprindere individuala,
  intreprinderea individuala, organizatie non guvernamentala, societati de persoane
Russia: ^ооо, ^оао, ^зао, ^пао, ^ао, ^нао, ^ано, ^ип, ^чп, ^тоо, ^гуп, ^муп, ^фгуп, ^фку, ^фкп, ^фгбу, ^фгау,
  ^фгку, ^гбу, ^гау, ^гку, ^мбу, ^мау, ^мку, ^мкп, ^нко, ^нп, ^нпф, ^пк, ^гк, ^хк, ^хо, ^хп, ^хт, ^пт, ^спк,
  ^кх, ^фх, ^кп, ^чу, ^оу, ^ooo, ^oao, ^zao, ^pao, ao, kao, ^fgup, fkp, gk, ip,
  ^общество с ограниченной ответственностью, ^общество с дополнительной ответственностью,
  ^открытое акционерное общество, ^закрытое акционерное общество, ^публичное акционерное общество,
  ^непубличное акционерное общество, ^акционерное общество, ^индивидуальный предприниматель,
  ^автономная некоммерческая организация, ^некоммерческая организация, ^унитарное предприятие,
  ^государственное унитарное предприятие, ^муниципальное унитарное предприятие,
  ^федеральное государственное унитарное предприятие, ^казенное предприятие,
  ^федеральное казенное предприятие, ^муниципальное казенное предприятие,
  ^государственное бюджетное учреждение, ^государственное казенное учреждение,
  ^государственное автономное учреждение, ^муниципальное бюджетное учреждение,
  ^муниципальное казенное учреждение, ^муниципальное автономное учреждение,
  ^федеральное государственное бюджетное учреждение, ^федеральное государственное казенное учреждение,
  ^федеральное государственное автономное учреждение, ^частное учреждение, ^общественное учреждение,
  ^благотворительное учреждение, ^учреждение, ^государственная корпорация, ^государственная компания,
  ^публично правовая компания, ^группа компаний, ^холдинговая компания, ^полное товарищество,
  ^товарищество на вере, ^коммандитное товарищество, ^хозяйственное общество, ^хозяйственное товарищество,
  ^хозяйственное партнерство, ^производственный кооператив, ^сельскохозяйственный производственный кооператив,
  ^крестьянское хозяйство, ^фермерское хозяйство, ^крестьянское фермерское хозяйство, ^колхоз, ^артель,
  ^сельскохозяйственная артель, ^негосударственный пенсионный фонд, ^благотворительный фонд,
  ^общественный фонд, ^фонд, ^бф, ^религиозная организация, ^obshchestvo s ogranichennoi otvetstvennostyu,
  ^aktsionernoe obshchestvo, ^akcionernoe obshhestvo, ^zakrytoe akcionernoe obshhestvo,
  ^otkrytoe akcionernoe obshhestvo, ^gruppa kompanij
Saudi Arabia: llc, jsc, sjsc, cjsc, est
Senegal: sa, sarl, suarl, sas
Serbia: doo, ad, ~od, kd, ~pr, szr, str, zz, доо, ад, drustvo sa ogranicenom odgovornoscu,
  akcionarsko drustvo, preduzetnik
Singapore: pte, ltd, limited, llp, lp, bhd, vcc, private, pvt, sdn
Slovakia: as, sro, s r o v likvidacii, spol s r o, spol s r o v likvidacii, akc spol, akciova spolocnost, vos,
  ks, kom spol, komanditna spolocnost, jsa, a spol, spolocnost s rucenim obmedzenym,
  verejna obchodna spolocnost, druzstvo
Slovenia: doo, dd, dno, kd, ~sp, ~zoo, druzba z omejeno odgovornostjo, delniska druzba, samostojni podjetnik
South Africa: ltd, limited, cc, npc, soc ltd, inc, close corporation, pty, proprietary, rf
South Korea: inc, corp, llc, ^주식회사, ^유한회사, ^유한책임회사, co, ltd
Spain: sa, sl, sau, slu, sll, sal, slne, slp, slpu, sad, ~sc, scp, scoop, s coop, s coop and, scra, s cra,
  scl, sccl, scv, ~cb, sociedad anonima, sociedad limitada, sociedad de responsabilidad limitada,
  sociedad anonima unipersonal, sociedad limitada unipersonal, sociedad cooperativa, comunidad de bienes,
  sociedad civil, sociedad anonima deportiva, sociedad limitada nueva empresa
Sri Lanka: ltd, plc, pvt, private, limited
Sweden: ab, publ, hb, kb, ~ef, ek for, ek forening, ekonomisk forening, enskild firma, aktiebolag,
  ^aktiebolaget, handelsbolag, kommanditbolag, stiftelse
Switzerland: ag, sa, gmbh, sarl, sagl, ~gen, klg, kmg, snc, aktiengesellschaft,
  societe a responsabilite limitee, societa a garanzia limitata, societe anonyme, einzelfirma, & cie sa,
  genossenschaft, co
Taiwan: inc, corp, ltd, 股份有限公司, 有限公司, co
Thailand: ltd, pcl, public company limited, plc, ltd part, ^บริษัท, จำกัด, จำกัด มหาชน, มหาชน, ^หจก, ^บจก,
  ^บมจ, co, company, limited
Tunisia: sa, sarl, suarl, snc
Turkey: as, anonim sirketi, limited sirketi, sti, koop, kooperatifi, kollektif sirketi, komandit sirketi,
  san ve tic as, san ve tic ltd sti, tic ltd sti, ticaret as, sanayi ve ticaret as, sanayi ve ticaret ltd sti,
  sanayi ve ticaret limited sirketi, ltd
Ukraine: ^тов, ^тзов, ^тдв, ^ат, ^ват, ^зат, ^пат, ^прат, ^дат, ^пп, ^мпп, ^дп, ^дочп, ^фоп, ^спд, ^кт, ^пт,
  ^ст, ^сп, ^гк, ^фг, ^ск, ^кп, ^пзіі, ^піі, ^іп, ^зіі, ^го, ^осбб, ^жбк, ^пск, ^свк, ^бо, ^tov, ^tzov, ~vat,
  zat, ~pat, ^prat, ~dat, ~at, ~pp, mpp, ~dp, ~fop, tdv, kt, ^dochp, ^pzii,
  ^товариство з обмеженою відповідальністю, ^товариство з додатковою відповідальністю, ^акціонерне товариство,
  ^відкрите акціонерне товариство, ^закрите акціонерне товариство, ^публічне акціонерне товариство,
  ^приватне акціонерне товариство, ^державне акціонерне товариство, ^приватне підприємство,
  ^командитне товариство, ^повне товариство, ^фізична особа підприємець, ^громадська організація,
  ^релігійна організація, ^дочірнє підприємство, ^державне підприємство, ^комунальне підприємство,
  ^фермерське господарство, ^tovarystvo z obmezhenoiu vidpovidalnistiu,
  ^tovarystvo z dodatkovoiu vidpovidalnistiu, ^aktsionerne tovarystvo, ^vidkryte aktsionerne tovarystvo,
  ^zakryte aktsionerne tovarystvo, ^publichne aktsionerne tovarystvo, ^pryvatne aktsionerne tovarystvo,
  ^derzhavne aktsionerne tovarystvo, ^pryvatne pidpryyemstvo, ^pryvatne pidpryiemstvo, ^komandytne tovarystvo,
  ^povne tovarystvo, ^fizychna osoba pidpryyemets, ^fizychna osoba pidpryiemets, ^аб
United Arab Emirates: llc, fze, fzc, fzco, fz llc, fzllc, dmcc, pjsc, psc, est, dwc llc, wll, llc fz, ltd
United Kingdom: ltd, limited, plc, llp, lp, lllp, cic, cio, ltd liability co, limited liability partnership,
  limited partnership, community interest company, cyf, cyfyngedig, ccc, unltd, unlimited, company, co
United States: inc, incorporated, corp, corporation, co, company, llc, lc, ltd, limited, lp, llp, lllp, pllc,
  pc, ~pa, pbc, plc, .na, lllc, limited liability company, limited partnership, limited liability partnership,
  limited liability limited partnership, professional corporation, professional limited liability company,
  public benefit corporation, unincorporated
Uruguay: sa, srl, sas, ltda, sociedad anonima
Uzbekistan: ^mchj, mas uliyati cheklangan jamiyati, ^ooo, aj, oaj, yoaj, qmj, qk, ~ok, .uk, xk, xt, xf, ao,
  llc, jsc
Venezuela: .ca, sa, srl, compania anonima, sociedad anonima, rl
Vietnam: jsc, joint stock company, ^cong ty tnhh, ^cong ty tnhh mtv, ^cong ty tnhh mot thanh vien,
  ^cong ty co phan, ^cty tnhh, ^cty cp, tnhh, ^doanh nghiep tu nhan, cp, co, ltd, company, limited
European Union: se, sce, eeig, societas europaea, gmbh, co, kg
Everywhere: joint stock company, open joint stock company, closed joint stock company, jsc, ojsc, cjsc, pjsc,
  private, jv, company
`;

export interface LegalForm {
	country: string;
	/** As the table has it, without its marks. */
	form: string;
	mayStandBefore: boolean;
	/** How it must be written to be taken for a legal form. */
	written: 'anyhow' | 'in capitals' | 'letter by letter';
}

const WRITTEN: ReadonlyMap<string, LegalForm['written']> = new Map([
	['~', 'in capitals'],
	['.', 'letter by letter'],
]);

export const LEGAL_FORMS: readonly LegalForm[] = TABLE.trim()
	.split(/\n(?! )/)
	.flatMap(countryForms);

function countryForms(paragraph: string): LegalForm[] {
	const colon = paragraph.indexOf(':');
	const country = paragraph.slice(0, colon);
	return paragraph
		.slice(colon + 1)
		.split(',')
		.map((entry) => legalForm(country, entry.trim()));
}

function legalForm(country: string, entry: string): LegalForm {
	const mayStandBefore = entry.startsWith('^');
	const marked = mayStandBefore ? entry.slice(1) : entry;
	const written = WRITTEN.get(marked[0]);
	return {
		country,
		form: (written ? marked.slice(1) : marked).replace(/\s+/g, ' '),
		mayStandBefore,
		written: written ?? 'anyhow',
	};
}
