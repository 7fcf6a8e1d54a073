/** Frame: sidebars, navigation, drawer, footer. Sizes and colours are Backstage's. */
export const layout = `
*, ::before, ::after { box-sizing: border-box; }
html { height: 100%; -webkit-text-size-adjust: none; text-size-adjust: none; }
body { position: relative; display: flex; flex-direction: column; width: 100%; min-height: 100%; margin: 0; color: var(--md-default-fg-color); font-size: 1rem; -webkit-font-smoothing: antialiased; }
a { color: currentcolor; text-decoration: none; }
button { padding: 0; font: inherit; background: transparent; border: 0; }
.md-toggle { display: none; }
.md-header { display: none; }
.md-grid { margin: 0 auto; }
.md-container { display: flex; flex-direction: column; flex-grow: 1; }
.md-main { flex-grow: 1; }
.md-main__inner { display: flex; height: 100%; }
.md-ellipsis { overflow: hidden; text-overflow: ellipsis; }
[hidden] { display: none !important; }

.md-icon::after, .md-footer__button::after, .md-content__button::after { display: block; width: 1.25rem; height: 1.25rem; content: ""; background-color: currentcolor; -webkit-mask: no-repeat center / contain; mask: no-repeat center / contain; }

.md-sidebar { align-self: flex-start; flex-shrink: 0; padding: .75rem 0; }
.md-sidebar__scrollwrap { overflow-y: auto; overscroll-behavior: contain; scrollbar-width: thin; scrollbar-color: var(--md-default-fg-color--lighter) transparent; }
.md-sidebar__inner { padding-right: .75rem !important; padding-bottom: 2rem; }

.md-nav { font-size: .9rem; line-height: 1.35; }
.md-nav__title { display: block; padding: .25rem .5rem; overflow: hidden; font-weight: 700; text-overflow: ellipsis; }
.md-nav__list { padding: 0; margin: 0; list-style: none; }
.md-nav__link { padding: .3rem .5rem; border-radius: .25rem; cursor: pointer; scroll-snap-align: start; }
.md-nav__link .md-ellipsis { flex-grow: 1; }
.md-nav__link:hover, .md-nav__link:focus-visible { background-color: var(--md-accent-fg-color--transparent); }
.md-nav__link:focus-visible, .md-typeset a:focus-visible, .md-footer__link:focus-visible { outline: 2px solid var(--md-accent-fg-color); outline-offset: 1px; }
.md-nav__item .md-nav__item { padding-left: .75rem; }
.md-nav__item--nested > .md-nav { display: none; }
.md-nav__item--nested > .md-toggle:checked ~ .md-nav { display: block; }
.md-nav__item--nested > .md-nav > .md-nav__title { display: none; }
.md-nav__item--nested > .md-nav__link { font-weight: 600; }
.md-nav__item--nested > .md-nav__link .md-nav__icon { flex-shrink: 0; transition: transform .15s; }
.md-nav__item--nested > .md-nav__link .md-nav__icon::after { -webkit-mask-image: var(--md-nav-icon--next); mask-image: var(--md-nav-icon--next); }
.md-nav__item--nested > .md-toggle:checked ~ .md-nav__link .md-nav__icon { transform: rotate(90deg); }
.md-nav__item--active.md-nav__item--nested > .md-nav__link { text-decoration: none; }
.md-nav--primary .md-nav--secondary { display: none; }
.md-nav--primary > .md-nav__title { padding-bottom: .5rem; }
.md-sidebar--secondary .md-nav--secondary { border-left: 1px solid var(--md-default-fg-color--lightest); padding-left: .5rem; }
.md-sidebar--secondary .md-nav__link { padding-top: .2rem; padding-bottom: .2rem; color: var(--md-default-fg-color--light); }
.md-sidebar--secondary .md-nav__link:hover { color: var(--md-accent-fg-color); }

.md-content { flex-grow: 1; min-width: 0; }
.md-content__inner { max-width: 100%; padding: .75rem 1.5rem 3rem; overflow-x: auto; }
.md-content__inner::before { display: block; height: .5rem; content: ""; }
.md-content__button { float: right; padding: .25rem; margin: .4rem 0 .4rem .4rem; color: var(--md-default-fg-color--light); border-radius: .25rem; }
.md-content__button:hover { color: var(--md-accent-fg-color); background-color: var(--md-accent-fg-color--transparent); }
.md-content__button[title="Edit this page"]::after { -webkit-mask-image: var(--md-admonition-icon--note); mask-image: var(--md-admonition-icon--note); }
.md-content__button[for="__drawer"]::after, .md-content__button[id="git-feedback-link"]::after { content: none; }
.md-content__button svg { display: block; width: 1.5rem; max-width: none; height: 1.5rem; fill: currentcolor; }
#toggle-sidebar { display: none; }

.md-footer { color: var(--md-default-fg-color); }
.md-footer__inner { display: flex; justify-content: space-between; padding: .25rem; overflow: auto; }
.md-footer__link { display: flex; align-items: center; min-width: 0; padding: .5rem .75rem; background-color: var(--md-default-bg-color); border-radius: .25rem; }
.md-footer__link:hover { color: var(--md-accent-fg-color); }
.md-footer__link--next { justify-content: flex-end; margin-left: auto; text-align: right; }
.md-footer__title { position: relative; min-width: 0; padding: 0 .75rem; font-size: 1rem; line-height: 1.3; white-space: nowrap; }
.md-footer__direction { font-size: .75rem; color: var(--md-default-fg-color--light); }
.md-footer__button { flex-shrink: 0; }
.md-footer__link--prev .md-footer__button::after { -webkit-mask-image: var(--md-nav-icon--prev); mask-image: var(--md-nav-icon--prev); }
.md-footer__link--next .md-footer__button::after { -webkit-mask-image: var(--md-nav-icon--prev); mask-image: var(--md-nav-icon--prev); transform: rotate(180deg); }

@media screen and (max-width: 76.1875em) {
  #toggle-sidebar { display: block; float: left; width: 2.5rem; min-width: 2.5rem; height: 2.5rem; margin: 0 .5rem 0 0 !important; padding: .5rem !important; color: var(--md-default-fg-color); cursor: pointer; }
  #toggle-sidebar svg { display: block; width: 1.5rem; height: 1.5rem; fill: currentcolor; }
  .md-overlay { position: fixed; top: 0; left: 0; z-index: 199; width: 0; height: 0; background-color: rgba(0, 0, 0, .54); opacity: 0; transition: opacity .2s; }
  [data-md-toggle="drawer"]:checked ~ .md-overlay { width: 100%; height: 100%; opacity: 1; }
  .md-sidebar--primary { position: fixed; top: 0; padding: 0; background-color: var(--md-default-bg-color); transition: transform .2s; }
  [data-md-toggle="drawer"]:checked ~ .md-container .md-sidebar--primary { box-shadow: var(--md-shadow-z3); }
  .md-sidebar--primary .md-nav { padding-left: .25rem; }
  .md-nav--primary .md-nav--secondary { display: block; margin-left: .75rem; border-left: 1px solid var(--md-default-fg-color--lightest); }
  .md-nav__link { padding-top: .5rem; padding-bottom: .5rem; }
  .md-content__inner { padding: .5rem .25rem 2rem; }
  .md-footer { width: 100% !important; border-top: 1px solid var(--md-default-fg-color--lightest); }
  .md-footer__link { width: 50%; }
}
@media print {
  .md-footer, .md-content__button, .headerlink { display: none; }
}
`;
