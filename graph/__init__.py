"""What a case is and how it is kept: model, evidence, identity, projection, graph stores."""
