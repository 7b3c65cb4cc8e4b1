const LATIN = /^assets\/geist(-mono)?-latin-wght-.*\.woff2$/;

/**
 * What the first view needs and its HTML does not name: the code that runs after the first paint,
 * and the two typefaces, which a browser would ask for only once it lays out text.
 */
export const preload = () => ({
  name: 'preload',
  transformIndexHtml: {
    order: 'post',
    handler(_html, { bundle = {} }) {
      const fonts = Object.keys(bundle).filter((name) => LATIN.test(name));
      const start = Object.values(bundle).find(({ name, isEntry }) => isEntry && name === 'start');
      const link = (attrs) => ({ tag: 'link', attrs, injectTo: 'head' });
      return [
        ...fonts.map((name) =>
          link({
            rel: 'preload',
            as: 'font',
            type: 'font/woff2',
            href: `/${name}`,
            crossorigin: true,
          }),
        ),
        link({ rel: 'modulepreload', id: 'start', href: `/${start.fileName}`, crossorigin: true }),
      ];
    },
  },
});
