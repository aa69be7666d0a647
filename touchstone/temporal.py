"""The one place that connects to Temporal: data converter, codec, address, drain at exit."""

import dataclasses

import temporalio.converter
from temporalio.client import Client
from temporalio.converter import DataConverter, DefaultFailureConverterWithEncodedAttributes

import touchstone.exit  # noqa: F401  registers the drain of SDK threads
from touchstone.codec import SealedPayloadConverter, SealingCodec
from touchstone.keys import KeyRing
from touchstone.settings import Settings

IDENTITY = "touchstone"


def data_converter(keys: KeyRing, namespace: str) -> DataConverter:
    """Seals every payload; failure messages and traces are sealed too."""
    return dataclasses.replace(
        temporalio.converter.default(),
        payload_converter_class=SealedPayloadConverter,
        failure_converter_class=DefaultFailureConverterWithEncodedAttributes,
        payload_codec=SealingCodec(keys, namespace),
    )


async def connect(settings: Settings, keys: KeyRing, *, lazy: bool = True) -> Client:
    """A client of the configured namespace. It connects on first use: the server may be away."""
    return await Client.connect(
        settings.temporal_address,
        namespace=settings.temporal_namespace,
        data_converter=data_converter(keys, settings.temporal_namespace),
        tls=settings.temporal_tls,
        api_key=settings.temporal_api_key,
        identity=IDENTITY,  # stands in every event, so short, and no host name
        lazy=lazy,
    )
