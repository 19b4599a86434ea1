"""Stub."""
import typer
app = typer.Typer()
@app.command()
def a() -> None:
    """Stub."""
@app.command()
def b() -> None:
    """Stub."""
