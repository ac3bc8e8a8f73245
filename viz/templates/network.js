const data = JSON.parse(document.getElementById("data").textContent);
new vis.Network(
  document.getElementById("network"),
  { nodes: new vis.DataSet(data.nodes), edges: new vis.DataSet(data.edges) },
  {
    layout: { randomSeed: 7 },
    nodes: { font: { size: 12 } },
    edges: { color: { inherit: false, color: "#999999" }, scaling: { min: 1, max: 6 } },
    physics: { stabilization: { iterations: 300 }, barnesHut: { avoidOverlap: 0.2 } },
  },
);
