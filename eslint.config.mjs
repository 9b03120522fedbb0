import { readdirSync } from 'node:fs';
import { n8nCommunityNodesPlugin } from '@n8n/eslint-plugin-community-nodes';
import n8nNodesBase from 'eslint-plugin-n8n-nodes-base';
import js from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

const nodeFolders = readdirSync('nodes');

/** Small functions, said plainly; a limit that hurts is a sign to split, not to raise it. */
const readable = {
	complexity: ['error', 12],
	'max-depth': ['error', 3],
	'max-params': ['error', 5],
	'max-lines-per-function': ['error', { max: 45, skipBlankLines: true, skipComments: true }],
	eqeqeq: 'error',
	'no-param-reassign': 'error',
	'no-unused-vars': ['error', { ignoreRestSiblings: true }],
};

const typed = {
	'@typescript-eslint/no-explicit-any': 'error',
	'@typescript-eslint/no-non-null-assertion': 'error',
	'@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
	'@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
	'@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
	'@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true, argsIgnorePattern: '^_' }],
	// An interface may be asynchronous where one implementation is not.
	'@typescript-eslint/require-await': 'off',
	// luxon's static methods do not use `this`, but its types do not say so.
	'@typescript-eslint/unbound-method': 'off',
};

const globalsOfNode = Object.fromEntries(Object.getOwnPropertyNames(globalThis).map((name) => [name, 'readonly']));

/** The domain depends on nothing but itself, pure libraries and hashes. */
const lifecycleImports = {
	patterns: [
		{
			group: ['**/nodes/**', '**/credentials/**', '**/workflows/**', '**/test/**', '**/scripts/**'],
			message: 'lifecycle/ is the innermost part.',
		},
		{
			group: ['n8n-*', '@n8n/*'],
			message: 'lifecycle/ knows nothing of n8n; a fault is a value, only nodes throw.',
		},
		{
			regex: '^(node:(?!crypto$)|(fs|path|os|https?|net|child_process|worker_threads)(/|$))',
			message: 'lifecycle/ does no input or output.',
		},
	],
};

const CLOCK = 'lifecycle/ has no clock: take the time in as `asOf`.';
const RANDOM = 'lifecycle/ has no randomness: the same input gives the same result.';
const impureCalls = [
	{
		selector: 'MemberExpression[object.name=/^(Date|DateTime|performance)$/][property.name="now"]',
		message: CLOCK,
	},
	{ selector: 'NewExpression[callee.name="Date"][arguments.length=0]', message: CLOCK },
	{ selector: 'CallExpression[callee.name="Date"]', message: CLOCK },
	{
		selector: 'CallExpression[callee.object.name="DateTime"][callee.property.name=/^(local|utc)$/][arguments.length=0]',
		message: CLOCK,
	},
	{ selector: 'MemberExpression[property.name=/^(diffNow|toRelative|toRelativeCalendar)$/]', message: CLOCK },
	{ selector: 'MemberExpression[object.name="Math"][property.name="random"]', message: RANDOM },
	{ selector: '*[name=/^(randomUUID|randomBytes|randomInt|getRandomValues)$/]', message: RANDOM },
];

/** A node may use lifecycle/ and nodes/shared, never another node; nodes/shared uses no node at all. */
const nodesApart = nodeFolders.map((folder) => {
	const others = nodeFolders.filter((other) => other !== folder && other !== 'shared');
	const message = 'Nodes never import each other: share by nodes/shared or lifecycle/.';
	const patterns = [{ regex: `/(${others.join('|')})(/|$)`, message }];
	return { files: [`nodes/${folder}/**/*.ts`], rules: { 'no-restricted-imports': ['error', { patterns }] } };
});

/** The rule sets of n8n's own scanner, with the same exceptions. */
const n8nScanner = [
	{
		files: ['nodes/**/*.ts', 'credentials/**/*.ts', 'package.json'],
		extends: [n8nCommunityNodesPlugin.configs.recommended],
		plugins: { 'n8n-nodes-base': n8nNodesBase },
		rules: { 'no-console': 'error' },
	},
	{
		files: ['package.json'],
		rules: n8nNodesBase.configs.community.rules,
		languageOptions: { parser: tseslint.parser },
	},
	{
		files: ['credentials/**/*.ts'],
		rules: {
			...n8nNodesBase.configs.credentials.rules,
			'n8n-nodes-base/cred-class-field-documentation-url-miscased': 'off',
			'n8n-nodes-base/cred-class-field-type-options-password-missing': 'off',
		},
	},
	{
		files: ['nodes/**/*.ts'],
		rules: {
			...n8nNodesBase.configs.nodes.rules,
			'n8n-nodes-base/node-class-description-inputs-wrong-regular-node': 'off',
			'n8n-nodes-base/node-class-description-outputs-wrong': 'off',
			'n8n-nodes-base/node-param-type-options-max-value-present': 'off',
		},
	},
];

export default defineConfig(
	globalIgnores(['dist/', 'coverage/', 'node_modules/']),
	{ files: ['**/*.{ts,js,mjs,cjs}'], extends: [js.configs.recommended], rules: readable },
	{
		files: ['**/*.ts'],
		extends: [tseslint.configs.recommendedTypeChecked],
		languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
		rules: typed,
	},
	{
		files: ['lifecycle/**/*.ts'],
		plugins: { '@n8n/community-nodes': n8nCommunityNodesPlugin },
		rules: {
			'no-restricted-imports': ['error', lifecycleImports],
			'no-restricted-syntax': ['error', ...impureCalls],
			'no-console': 'error',
			'@n8n/community-nodes/no-restricted-globals': 'error',
		},
	},
	...nodesApart,
	...n8nScanner,
	{
		files: ['test/**/*.ts', 'bench/**/*.ts'],
		// What jest's matchers give (expect.stringContaining …) is typed any.
		rules: { 'max-lines-per-function': 'off', '@typescript-eslint/no-unsafe-assignment': 'off' },
	},
	{ files: ['**/*.{mjs,js,cjs}'], languageOptions: { globals: globalsOfNode } },
	{ files: ['**/*.{js,cjs}'], languageOptions: { sourceType: 'commonjs' } },
);
