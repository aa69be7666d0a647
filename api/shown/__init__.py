"""What is shown: from what the records let a viewer see to the bodies of answers. No filter of its
own stands here beside the engine's content-free state.
"""
