import { Html, markup, type Content } from './html';
import { STYLE } from './style';

/** What the browser may do with the page: nothing but show it and send forms to where it came from. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'self'; base-uri 'none'";

export interface Page {
	readonly title: string;
	/** A whole document that asks for nothing from elsewhere. */
	readonly html: string;
}

/** A whole page around its content. Nothing of it is fetched, and it works without scripts. */
export function pageOf(title: string, content: Content): Page {
	const page = markup`<!doctype html><html lang="en"><head><meta charset="utf-8" /><meta name="viewport" content="width=device-width,initial-scale=1" /><meta http-equiv="Content-Security-Policy" content="${new Html(POLICY)}" /><meta name="robots" content="noindex" /><meta name="referrer" content="no-referrer" /><link rel="icon" href="data:," /><title>${title}</title><style>${new Html(STYLE)}</style></head><body><a class="skip" href="#content">Skip to the content</a><main id="content" tabindex="-1">${content}</main></body></html> `;
	return { title, html: page.text };
}

/** A page that says one thing, such as that a lead is not known. */
export const messagePage = (title: string, text: Content): Page =>
	pageOf(title, markup`<a class="back" href="?">← All leads</a><h1>${title}</h1><p>${text}</p>`);
