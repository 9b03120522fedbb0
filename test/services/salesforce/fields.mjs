// @ts-check
/** Fields that Salesforce brings, as far as templates and tests speak of them, and what its ids begin with. */

const COMMON = 'Id OwnerId CreatedDate LastModifiedDate SystemModstamp IsDeleted CreatedById';
const PERSON = `${COMMON} FirstName LastName Name Email Title Phone MobilePhone LeadSource Description Owner.Id Owner.Email
	Owner.Name HasOptedOutOfEmail`;

/** @type {Readonly<Record<string, { prefix: string, fields: readonly string[], required: readonly string[] }>>} */
export const OBJECTS = {
	Lead: {
		prefix: '00Q',
		fields:
			`${PERSON} Company Status Rating Industry Country City State PostalCode NumberOfEmployees AnnualRevenue Website
			IsConverted ConvertedContactId ConvertedDate`.split(/\s+/),
		required: ['LastName', 'Company'],
	},
	Contact: {
		prefix: '003',
		fields: `${PERSON} AccountId Account.Name Department MailingCountry MailingCity`.split(/\s+/),
		required: ['LastName'],
	},
	Task: {
		prefix: '00T',
		fields:
			`${COMMON} WhoId WhatId Subject Description Status Priority ActivityDate IsClosed IsReminderSet ReminderDateTime
			TaskSubtype Type Owner.Id Owner.Email Owner.Name CallType CallObject CallDisposition`.split(/\s+/),
		required: [],
	},
	User: {
		prefix: '005',
		fields: 'Id Name FirstName LastName Email Username IsActive UserType CreatedDate LastModifiedDate'.split(' '),
		required: [],
	},
	Account: { prefix: '001', fields: `${COMMON} Name Industry Website Phone`.split(' '), required: ['Name'] },
	Opportunity: {
		prefix: '006',
		fields: `${COMMON} Name StageName CloseDate AccountId Amount`.split(' '),
		required: ['Name', 'StageName', 'CloseDate'],
	},
};

/** Salesforce sets these itself. */
export const SET_BY_SALESFORCE = [
	'Id',
	'Name',
	'CreatedDate',
	'LastModifiedDate',
	'SystemModstamp',
	'IsDeleted',
	'IsConverted',
];

/**
 * @param {string} name as a call gives it; Salesforce does not mind the case
 * @returns {string | undefined} as Salesforce writes it
 */
export const objectNamed = (name) => Object.keys(OBJECTS).find((known) => known.toLowerCase() === name.toLowerCase());
