"""The import contract that import-linter lacks: sources that need nothing but the standard library."""

import sys
from typing import Any

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class StandardLibrary(Contract):
    """No chain of imports leads from the sources, or from what is inside them, to a third-party package.

    ``sources`` are modules of this repository; one that does not exist breaks the contract, so that a renamed module
    is not left unwatched.
    """

    sources = fields.SetField(subfield=fields.StringField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """Returns a broken check whose metadata lists every chain that ends outside the standard library."""
        sources: set[str] = set(self.sources)  # type: ignore[call-overload]
        missing = sorted(sources - graph.modules)
        chains = [chain for source in sorted(sources - set(missing)) for chain in third_party_chains(graph, source)]
        output.verbose_print(verbose, f"{len(sources)} sources, {len(chains)} chains to a third-party package")
        return ContractCheck(kept=not missing and not chains, metadata={"missing": missing, "chains": chains})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Print each missing source and each chain."""
        metadata: dict[str, Any] = check.metadata
        for source in metadata["missing"]:
            output.print_error(f"{source} does not exist: correct `sources` of this contract.")
        for chain in metadata["chains"]:
            output.print_error(" -> ".join(chain))


def third_party_chains(graph: ImportGraph, source: str) -> list[tuple[str, ...]]:
    """The shortest chain from ``source`` to each package that is neither ours nor in the standard library."""
    ours = {"facturis", "grondslag"}
    outside = {
        module
        for module in graph.find_upstream_modules(source, as_package=True)
        if (top := module.partition(".")[0]) not in ours and top not in sys.stdlib_module_names
    }
    return [min(graph.find_shortest_chains(source, module), key=len) for module in sorted(outside)]
