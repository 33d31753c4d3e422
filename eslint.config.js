import js from '@eslint/js'
import prettier from 'eslint-config-prettier'
import vue from 'eslint-plugin-vue'
import typescript from 'typescript-eslint'

/** The walls of the house: what a folder must not import, and where to go instead. */
const wall = (files, ...patterns) => ({
  files,
  rules: {
    'no-restricted-imports': [
      'error',
      { patterns: patterns.map(([group, message]) => ({ group, message })) },
    ],
  },
})

const NODE = [
  ['node:*', 'better-sqlite3', 'koffi', 'ws', 'sirv'],
  'Node is for src-main; hand in what is needed.',
]
const ELECTRON = [
  ['electron', 'electron/*'],
  'Electron is for src-main/hosts/electron and src-preload; ask the host by ability.',
]
const SCREEN = [
  ['vue', 'vue-router', 'pinia', '#renderer/*', '**/src-renderer/**'],
  'Screens are for src-renderer; the wire carries data to them.',
]
const MAIN = [
  ['#main/*', '**/src-main/**'],
  'src-main runs in another process; add a call to src-shared/contract.',
]
const TENSORS = [
  ['@tensorflow/*'],
  'Tensors live in the trainer process: src-main/training/{engines,network,trainer}.',
]
const VIEWS = [
  ['**/views/**'],
  'Views are the top floor of src-renderer; hand in what a component or a store needs.',
]
const COMPONENTS = [
  ['**/components/**'],
  'Components show what stores hold; what both need lives in src-renderer/stores.',
]

const rightOf = (...folders) => [
  folders.flatMap((folder) => [`#main/${folder}/*`, `../${folder}/*`, `../../${folder}/*`]),
  'The path runs corpora → exchange, audio → features → library → audit → training → studio → hosts; a folder never reaches for one to its right.',
]

const NAMED_EXPORTS = {
  selector: 'ExportDefaultDeclaration',
  message: 'Named exports only; a file is named for its main export.',
}
const MAKING_FOLDERS = {
  selector: "CallExpression[callee.name=/^mkdir(Sync)?$/] Property[key.name='recursive']",
  message: 'src-main/files/make-folders.ts makes folders: this one never ends on some file systems.',
}

export default typescript.config(
  {
    ignores: ['out/**', 'node_modules/**', 'src-main/native/**/*.ts', '**/*.generated.ts', '**/*.emotone/**'],
  },
  js.configs.recommended,
  ...typescript.configs.recommended,
  ...vue.configs['flat/recommended'],
  prettier,
  {
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
        URL: 'readonly',
      },
      parserOptions: { parser: typescript.parser, extraFileExtensions: ['.vue'] },
    },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      'no-undef': 'off',
      eqeqeq: 'error',
      'vue/multi-word-component-names': 'off',
      'vue/require-default-prop': 'off',
    },
  },
  {
    files: ['src-shared/**', 'src-main/**', 'src-preload/**', 'src-renderer/**/*.ts', 'tests/**'],
    rules: {
      'no-restricted-syntax': ['error', NAMED_EXPORTS],
    },
  },
  { files: ['src-main/**'], rules: { 'no-restricted-syntax': ['error', NAMED_EXPORTS, MAKING_FOLDERS] } },
  { files: ['tests/app/**/*story*'], rules: { 'no-restricted-syntax': 'off' } },
  wall(['src-shared/**'], NODE, ELECTRON, SCREEN, MAIN, TENSORS),
  wall(['src-renderer/**'], NODE, ELECTRON, MAIN, TENSORS),
  wall(['src-renderer/components/**'], NODE, ELECTRON, MAIN, TENSORS, VIEWS),
  wall(['src-renderer/{stores,audio,host,keys}/**'], NODE, ELECTRON, MAIN, TENSORS, VIEWS, COMPONENTS),
  wall(['src-preload/**'], NODE, MAIN, SCREEN),
  wall(['src-main/studio/**', 'src-main/hosts/{server,cli}/**'], ELECTRON, SCREEN, TENSORS),
  wall(
    ['src-main/corpora/**'],
    ELECTRON,
    SCREEN,
    TENSORS,
    rightOf('exchange', 'features', 'library', 'audit', 'training', 'evaluation', 'studio', 'hosts'),
  ),
  wall(
    ['src-main/exchange/**'],
    [
      ['node:*', 'better-sqlite3'],
      'Readers and writers of formats take and give text and bytes; src-main/library opens files.',
    ],
    ELECTRON,
    SCREEN,
    TENSORS,
    rightOf('audio', 'features', 'library', 'audit', 'training', 'evaluation', 'studio', 'hosts'),
  ),
  wall(
    ['src-main/audio/**'],
    ELECTRON,
    SCREEN,
    TENSORS,
    rightOf(
      'corpora',
      'exchange',
      'features',
      'library',
      'audit',
      'training',
      'evaluation',
      'studio',
      'hosts',
    ),
  ),
  wall(
    ['src-main/features/**'],
    ELECTRON,
    SCREEN,
    TENSORS,
    rightOf('library', 'audit', 'training', 'evaluation', 'studio', 'hosts'),
  ),
  wall(
    ['src-main/{library,audit}/**'],
    ELECTRON,
    SCREEN,
    TENSORS,
    rightOf('training/{plan,queue,trainer,engines,network}', 'evaluation', 'studio', 'hosts'),
  ),
  wall(['src-main/{training,evaluation}/**'], ELECTRON, SCREEN, rightOf('studio', 'hosts')),
)
