/* Draws what takes no part in callbacks: nested lists [tag, attributes, ...children], as one component. */
(function () {
  "use strict";
  const D = (window.dossier = window.dossier || {});
  const draw = (node) => (Array.isArray(node)
    ? window.React.createElement(node[0], node[1], ...node.slice(2).map(draw))
    : node);
  D.Still = ({ nodes }) => window.React.createElement(window.React.Fragment, null, ...nodes.map(draw));
})();
