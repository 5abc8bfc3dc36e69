"""The convert stage: any document → finished PDF, through a warm pool of LibreOffice processes and a cache.

`wire.open_converter(settings)` is the door; `port.Converter` is what the rest of the service knows of it.
"""
